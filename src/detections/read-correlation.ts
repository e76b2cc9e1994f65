import { isObject } from '../base/json.ts';
import { listed, nearest } from '../base/text.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import { type Members, readHead } from './read-rule.ts';
import type { RuleFaults } from './rule-faults.ts';
import {
  CORRELATION_TYPES,
  type CorrelationType,
  type SigmaCorrelation,
  type Threshold,
} from './sigma-rule.ts';

const COMPARISONS: ReadonlyMap<string, Threshold['comparison']> = new Map([
  ['eq', '='],
  ['neq', '<>'],
  ['lt', '<'],
  ['lte', '<='],
  ['gt', '>'],
  ['gte', '>='],
]);
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const WITH_FIELD: ReadonlySet<CorrelationType> = new Set(['value_count', 'value_sum', 'value_avg']);
const LONGEST_SECONDS = 366 * 86_400;

/** A rule over what other rules match; what is wrong with it goes to `faults`. */
export function readCorrelation(
  document: SourceDocument,
  root: Members,
  faults: RuleFaults,
): SigmaCorrelation | null {
  const head = readHead(document, root, faults);
  const { correlation } = root;
  if (!isObject(correlation)) {
    faults.add(['correlation'], { what: "'correlation' is no mapping", why: NEEDED, fix: 'write it out' });
    return null;
  }
  const before = faults.found.length;
  const type = readType(correlation['type'], faults);
  const rules = texts(correlation['rules']);
  if (rules.length === 0)
    teller(faults, 'rules')('the correlation names no rules', 'list their ids or names');
  const seconds = readSpan(correlation['timespan'], faults);
  const groupBy = texts(correlation['group-by']);
  const { thresholds, field } = readThresholds(correlation, type, faults);
  if (head === null || type === null || seconds === null || faults.found.length > before) return null;
  const whole = { comparison: '>=', value: new Set(rules).size } as const;
  return {
    kind: 'correlation',
    ...head,
    type,
    rules,
    groupBy,
    seconds,
    thresholds: thresholds.length === 0 ? [whole] : thresholds,
    field,
    aliases: readAliases(correlation['aliases'], faults),
    generate: correlation['generate'] === true || root['generate'] === true,
  };
}

const NEEDED = 'a correlation has type, rules, timespan, and for counts a condition';

function readType(value: unknown, faults: RuleFaults): CorrelationType | null {
  const type = CORRELATION_TYPES.find((known) => known === value);
  if (type !== undefined) return type;
  const near = typeof value === 'string' ? nearest(value, CORRELATION_TYPES) : undefined;
  const fix = near === undefined ? `use ${listed(CORRELATION_TYPES, 'or')}` : `did you mean '${near}'?`;
  teller(faults, 'type')('heptad does not have this type of correlation', fix);
  return null;
}

function readSpan(value: unknown, faults: RuleFaults): number | null {
  const match = typeof value === 'string' ? /^(\d+)([smhd])$/.exec(value) : null;
  const seconds = Number(match?.[1] ?? 0) * (SECONDS[match?.[2] ?? ''] ?? 0);
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return seconds;
  teller(faults, 'timespan')(
    "the timespan is not one like '10m'",
    'write a number and s, m, h or d, a year at most',
  );
  return null;
}

function readThresholds(
  correlation: Members,
  type: CorrelationType | null,
  faults: RuleFaults,
): { readonly thresholds: readonly Threshold[]; readonly field: string | null } {
  const { condition } = correlation;
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  if (condition === undefined && isTemporal) return { thresholds: [], field: null };
  if (!isObject(condition)) {
    teller(faults, 'condition')('the condition is no mapping of comparisons', 'write it like { gte: 10 }');
    return { thresholds: [], field: null };
  }
  const { field, ...comparisons } = condition;
  const name = typeof field === 'string' ? field : null;
  const thresholds = Object.entries(comparisons).flatMap(([key, value]) => {
    const comparison = COMPARISONS.get(key);
    if (comparison !== undefined && typeof value === 'number') return [{ comparison, value }];
    faults.addAtKey(['correlation', 'condition', key], {
      what: `'${key}' is no comparison with a number`,
      why: NEEDED,
      fix: `use ${listed([...COMPARISONS.keys()], 'or')} with a number`,
    });
    return [];
  });
  if (type !== null && WITH_FIELD.has(type) && name === null)
    teller(faults, 'condition')(
      `a ${type} names no field`,
      "add 'field' to the condition: the one whose values count",
    );
  if (thresholds.length === 0)
    teller(faults, 'condition')('the condition compares nothing', 'add one like gte: 10');
  if (type === 'temporal_ordered')
    teller(faults, 'condition')(
      'a temporal_ordered takes no condition',
      'take it out: all rules, in their order',
    );
  return { thresholds, field: name };
}

function readAliases(value: unknown, faults: RuleFaults): SigmaCorrelation['aliases'] {
  if (value === undefined) return {};
  const aliases: Record<string, Readonly<Record<string, string>>> = {};
  for (const [alias, fields] of isObject(value) ? Object.entries(value) : []) {
    const named = isObject(fields) ? Object.entries(fields) : [];
    if (named.length === 0)
      teller(faults, 'aliases')(`the alias '${alias}' stands for no field`, 'give it a field for each rule');
    aliases[alias] = Object.fromEntries(
      named.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }
  return aliases;
}

function texts(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}

function teller(faults: RuleFaults, member: string): (what: string, fix: string) => void {
  return (what, fix) => faults.add(['correlation', member], { what, why: NEEDED, fix });
}
