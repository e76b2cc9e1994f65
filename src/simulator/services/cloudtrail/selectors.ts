import {
  InvalidEventSelectorsException,
  type AdvancedEventSelector,
  type EventSelector,
} from '@aws-sdk/client-cloudtrail';
import type { Selectors } from '../../world/trail-state.ts';
import { because } from '../../wire/wire-error.ts';

/** Management events, reads and writes: what a trail logs that was told nothing. */
export const DEFAULT_SELECTORS: Selectors = {
  kind: 'basic',
  selectors: [
    {
      ReadWriteType: 'All',
      IncludeManagementEvents: true,
      DataResources: [],
      ExcludeManagementEventSources: [],
    },
  ],
};

/** Selectors as GetEventSelectors shows them. */
export function selectorShape(selectors: Selectors) {
  return selectors.kind === 'basic'
    ? { EventSelectors: [...selectors.selectors] }
    : { AdvancedEventSelectors: [...selectors.selectors] };
}

const MOST_BASIC = 5;
const BASIC_TYPES = new Set(['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table']);

/** What is put replaces what was there, whole. */
export function newSelectors(
  basic: readonly EventSelector[] | undefined,
  advanced: readonly AdvancedEventSelector[] | undefined,
): Selectors {
  const wrong = (message: string): InvalidEventSelectorsException =>
    new InvalidEventSelectorsException(because(message));
  if ((basic === undefined) === (advanced === undefined))
    throw wrong('Specify either EventSelectors or AdvancedEventSelectors, not both.');
  if (advanced !== undefined) {
    const without = advanced.find(
      ({ FieldSelectors = [] }) => !FieldSelectors.some(({ Field }) => Field === 'eventCategory'),
    );
    if (without !== undefined) throw wrong('Advanced event selectors must contain the field eventCategory.');
    return { kind: 'advanced', selectors: advanced };
  }
  const selectors = basic ?? [];
  if (selectors.length > MOST_BASIC) throw wrong(`A trail can have at most ${MOST_BASIC} event selectors.`);
  const unknown = selectors
    .flatMap(({ DataResources = [] }) => DataResources)
    .find(({ Type }) => !BASIC_TYPES.has(Type ?? ''));
  if (unknown !== undefined) throw wrong(`${unknown.Type} is not a resource type of basic event selectors.`);
  return { kind: 'basic', selectors };
}
