import type { CaseState } from '../model/case-state.ts';
import { type CoverageEntry, joinStretches, judgeCoverage, type StepCoverage } from '../model/coverage.ts';
import type { Scope } from '../model/scope.ts';
import type { SourceId } from '../model/source.ts';

/**
 * The coverage of the case's sources as they are to be believed: what was supplied, unless the responder declared it
 * complete with a reason. A cut by a logging change stays a cut.
 */
export function coverageEntries(state: CaseState): readonly CoverageEntry[] {
  const collected = Object.values(state.collected).flatMap(({ coverage }) => coverage);
  const entries = withCollected(state.lake?.coverage ?? [], collected);
  const reason = state.declaredComplete;
  if (reason === null) return entries;
  return entries.map((entry) => {
    if (entry.from === null || entry.to === null) return entry;
    const declared = `declared complete by the responder: ${reason}`;
    const changes = entry.detail
      .split('; ')
      .filter((part) => / at \d{4}-/.test(part) || part.includes('logging changes'));
    if (changes.length > 0) return { ...entry, detail: [declared, ...changes].join('; ') };
    return {
      ...entry,
      status: 'complete',
      detail: declared,
      stretches: [{ from: entry.from, to: entry.to }],
    };
  });
}

/**
 * What collectors saw beside what the lake has. A stretch that was read to its end is known to be complete; what lies
 * outside it is as supplied. A source of which no record came says why by its collector.
 */
function withCollected(
  lake: readonly CoverageEntry[],
  collected: readonly CoverageEntry[],
): readonly CoverageEntry[] {
  const keyOf = ({ source, account, region }: CoverageEntry): string =>
    JSON.stringify([source, account, region]);
  const seen = new Map(lake.map((entry) => [keyOf(entry), entry]));
  for (const entry of collected) {
    const before = seen.get(keyOf(entry));
    seen.set(keyOf(entry), before === undefined ? entry : joined(before, entry));
  }
  return [...seen.values()];
}

function joined(known: CoverageEntry, collected: CoverageEntry): CoverageEntry {
  if (collected.from === null || collected.to === null)
    return known.records > 0
      ? { ...known, detail: `${known.detail}; ${collected.detail}` }
      : { ...collected, records: known.records };
  const records = Math.max(known.records, collected.records);
  // Records from before the stretch came another way, and are as supplied; later ones claim nothing.
  if (known.from === null || known.from >= collected.from) return { ...collected, records };
  return {
    ...known,
    to: known.to === null || collected.to > known.to ? collected.to : known.to,
    detail: `${known.detail}; ${collected.detail} from ${collected.from}`,
    records,
    stretches: joinStretches([...known.stretches, ...collected.stretches]),
  };
}

/** What was judged before, by what was collected and the lake: most steps rest on the same few sources. */
const judged = new WeakMap<object, WeakMap<object, Map<string, StepCoverage>>>();
const NO_LAKE = {};

/** The coverage of an answer that rests on `sources`, as the case stands. */
export function coverageBehind(state: CaseState, sources: readonly SourceId[], scope: Scope): StepCoverage {
  const byLake = judged.get(state.collected) ?? new WeakMap<object, Map<string, StepCoverage>>();
  judged.set(state.collected, byLake);
  const lake = state.lake ?? NO_LAKE;
  const known = byLake.get(lake) ?? new Map<string, StepCoverage>();
  byLake.set(lake, known);
  const key = JSON.stringify([state.declaredComplete, sources, scope]);
  const coverage = known.get(key) ?? judgeCoverage(sources, coverageEntries(state), scope);
  known.set(key, coverage);
  return coverage;
}
