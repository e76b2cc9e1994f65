import { ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import type * as eventbridge from '@aws-sdk/client-eventbridge';
import type { Call } from '../../world/call.ts';
import { DEFAULT_BUS, type EventRule } from '../../world/event-rules-state.ts';
import { pageOf, type Page } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because, WireError } from '../../wire/wire-error.ts';

/** Handlers of some of EventBridge's operations. */
export type EventBridgeHandlers = Handlers<typeof eventbridge, Call>;

/** @throws ResourceNotFoundException for another bus than the default one */
export function onDefaultBus(bus: string | undefined): void {
  if (bus !== undefined && bus !== DEFAULT_BUS)
    throw new ResourceNotFoundException(because(`Event bus ${bus} does not exist.`));
}

/** @throws ResourceNotFoundException for a rule that is not there */
export function ruleOf(
  { eventRules }: Pick<World, 'eventRules'>,
  { name, bus }: { readonly name: string | undefined; readonly bus: string | undefined },
  { region }: Call,
): EventRule {
  onDefaultBus(bus);
  const found = eventRules(region).get(String(name));
  if (found === undefined)
    throw new ResourceNotFoundException(
      because(`Rule ${name} does not exist on EventBus ${bus ?? DEFAULT_BUS}.`),
    );
  return found;
}

export function ruleArn(
  name: string,
  { region, accountId }: { readonly region: string; readonly accountId: string },
): string {
  return `arn:aws:events:${region}:${accountId}:rule/${name}`;
}

const PAGE = 100;

/** @throws WireError for a token of another list */
export function page<T>(
  items: readonly T[],
  question: string,
  {
    NextToken,
    Limit = PAGE,
  }: { readonly NextToken?: string | undefined; readonly Limit?: number | undefined },
): Page<T> {
  const found = pageOf(items, { token: NextToken, size: Limit, question });
  if (found === null) throw new WireError('ValidationException', 'The token is invalid.');
  return found;
}
