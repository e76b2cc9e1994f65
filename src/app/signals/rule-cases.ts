import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import { formatDiagnostic } from '../../documents/diagnostic.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { validate } from '../../documents/validate.ts';
import { type JsonRecord, merged } from '../case-fixtures.ts';
import { OWN_RULES } from '../rule-files.ts';

/** What one item of a case stands for (schemas/rule-cases.schema.json). */
export interface RuleCaseItem {
  readonly as?: string;
  readonly at?: number;
  readonly times?: number;
  readonly every?: number;
  readonly event?: JsonRecord;
  readonly invocation?: JsonRecord;
}

export interface RuleCases {
  readonly defaults: { readonly cloudtrail: JsonRecord; readonly bedrock: JsonRecord };
  /** By the name of the rule. */
  readonly rules: Readonly<
    Record<string, { readonly met: readonly RuleCaseItem[]; readonly unmet: readonly RuleCaseItem[] }>
  >;
}

/** A record of the cases: which rule it is for, whether the rule must be met by it, and who does it. */
export interface RuleCaseRecord {
  readonly rule: string;
  readonly isMet: boolean;
  readonly arn: string;
  readonly log: 'cloudtrail' | 'bedrock';
  readonly record: JsonRecord;
}

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schemas/rule-cases.schema.json', import.meta.url), 'utf8'),
) as object;
const START = Date.parse('2026-01-15T10:00:00Z');

/**
 * The cases beside heptad's own rules.
 * @throws UserError when they do not pass the schema
 */
export function loadRuleCases(): RuleCases {
  const loaded = loadDocument('detections/cases.yaml', readFileSync(join(OWN_RULES, 'cases.yaml'), 'utf8'));
  const faults = loaded.ok
    ? validate(loaded.document, SCHEMA).map(({ diagnostic }) => diagnostic)
    : loaded.diagnostics;
  if (!loaded.ok || faults.length > 0) throw new UserError(faults.map(formatDiagnostic).join('\n'));
  const file = loaded.document.value as Omit<RuleCases, 'defaults'> & {
    readonly defaults?: Partial<RuleCases['defaults']>;
  };
  return { rules: file.rules, defaults: { cloudtrail: {}, bedrock: {}, ...file.defaults } };
}

/** All records of the cases, in their order. Event ids and request ids name the rule. */
export function ruleCaseRecords({ rules, defaults }: RuleCases): readonly RuleCaseRecord[] {
  return Object.entries(rules).flatMap(([rule, { met, unmet }]) => [
    ...met.flatMap((item, index) =>
      recordsOf(item, { rule, isMet: true, id: `${rule}/met/${index}`, user: `${rule}-met`, defaults }),
    ),
    ...unmet.flatMap((item, index) => {
      const id = `${rule}/unmet/${index}`;
      return recordsOf(item, { rule, isMet: false, id, user: `${rule}-unmet-${index}`, defaults });
    }),
  ]);
}

interface ItemContext {
  readonly rule: string;
  readonly isMet: boolean;
  readonly id: string;
  readonly user: string;
  readonly defaults: RuleCases['defaults'];
}

function recordsOf(item: RuleCaseItem, context: ItemContext): readonly RuleCaseRecord[] {
  const { as, at = 0, times = 1, every = 0, event, invocation } = item;
  const { rule, isMet, id, defaults } = context;
  const user = as ?? context.user;
  const arn = `arn:aws:iam::111122223333:user/${user}`;
  return Array.from({ length: times }, (_, index) => {
    const time = new Date(START + (at + index * every) * 1000).toISOString().replace('.000Z', 'Z');
    if (event === undefined) {
      const head = { timestamp: time, requestId: `${id}/${index}`, identity: { arn } };
      const given = merged(merged(defaults.bedrock, head), numbered(invocation ?? {}, index));
      return { rule, isMet, arn, log: 'bedrock', record: given };
    }
    const userIdentity = { type: 'IAMUser', arn, userName: user, accountId: '111122223333' };
    const head = { eventTime: time, eventID: `${id}/${index}`, requestID: `${id}/${index}`, userIdentity };
    return {
      rule,
      isMet,
      arn,
      log: 'cloudtrail',
      record: merged(merged(defaults.cloudtrail, head), numbered(event, index)),
    };
  });
}

/** The record with `{n}` in its texts as the number. */
function numbered(record: JsonRecord, index: number): JsonRecord {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, filled(value, index)]));
}

function filled(value: unknown, index: number): unknown {
  if (typeof value === 'string') return value.replaceAll('{n}', String(index + 1));
  if (Array.isArray(value)) return value.map((item) => filled(item, index));
  return isObject(value) ? numbered(value, index) : value;
}
