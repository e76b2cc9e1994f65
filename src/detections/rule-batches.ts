import { neededEventNames, possibleNames } from './event-names.ts';
import type { LakeTable } from './log-sources.ts';
import type { SigmaRule } from './sigma-rule.ts';

/** Rules that share a scan, at most: the statement stays of a size that plans quickly. */
const MOST_TOGETHER = 120;

/** Rules that are asked in one statement. */
export interface RuleBatch {
  readonly table: LakeTable;
  readonly rules: readonly SigmaRule[];
  readonly eventNames: readonly string[] | null;
}

/** Rules that need certain events read only those; the others share scans of everything. */
export function batchesOf(rules: readonly SigmaRule[], names: readonly string[]): readonly RuleBatch[] {
  const invocations = rules.filter(({ table }) => table === 'bedrock_invocations');
  const events = rules.filter(({ table }) => table === 'cloudtrail');
  const named = events.map((rule) => ({ rule, eventNames: namesFor([rule], names) }));
  const idle = named.filter(({ eventNames }) => eventNames?.length === 0).map(({ rule }) => rule);
  const open = named.filter(({ eventNames }) => eventNames === null).map(({ rule }) => rule);
  const narrow = named
    .filter(({ eventNames }) => eventNames !== null && eventNames.length > 0)
    .map(({ rule }) => rule);
  return [
    ...chunks(idle).map((part): RuleBatch => ({ table: 'cloudtrail', rules: part, eventNames: [] })),
    ...chunks(narrow).map((part): RuleBatch => ({
      table: 'cloudtrail',
      rules: part,
      eventNames: namesFor(part, names),
    })),
    ...chunks(open).map((part): RuleBatch => ({ table: 'cloudtrail', rules: part, eventNames: null })),
    ...chunks(invocations).map((part): RuleBatch => ({
      table: 'bedrock_invocations',
      rules: part,
      eventNames: null,
    })),
  ];
}

/**
 * The names of events that any of the rules could be met by; null where one of them could be met by any event. What a
 * log says is never written into SQL: where a name is not a plain word, all events are read.
 */
export function namesFor(rules: readonly SigmaRule[], names: readonly string[]): readonly string[] | null {
  const needed = rules.map((rule) => neededEventNames(rule.condition));
  if (needed.some((patterns) => patterns === null)) return null;
  const possible = possibleNames(
    needed.flatMap((patterns) => patterns ?? []),
    names,
  );
  return possible.every((name) => /^\w{1,128}$/.test(name)) ? possible : null;
}

function chunks(rules: readonly SigmaRule[]): readonly (readonly SigmaRule[])[] {
  const count = Math.ceil(rules.length / MOST_TOGETHER);
  return Array.from({ length: count }, (_, index) =>
    rules.slice(index * MOST_TOGETHER, (index + 1) * MOST_TOGETHER),
  );
}
