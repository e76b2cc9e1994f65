import { counted } from '../base/text.ts';
import { eventsOfOne } from '../collectors/event-history.ts';
import type { CollectionAdvanced, Narrowing } from '../model/collection.ts';
import { type CaseState, collectionKey } from '../model/case-state.ts';
import {
  type CoverageEntry,
  joinStretches,
  judgeCoverage,
  type StepCoverage,
  type Stretch,
  UNREAD,
  without,
  worstCoverage,
} from '../model/coverage.ts';
import type { Scope } from '../model/scope.ts';
import type { SourceId } from '../model/source.ts';

/**
 * The coverage of the case's sources as they are to be believed: what was supplied, unless the responder declared it
 * complete with a reason. A cut by a logging change stays a cut, and a file that could not be read stays unread.
 */
export function coverageEntries(state: CaseState): readonly CoverageEntry[] {
  const collected = [...latestCollected(state), ...state.refused.flatMap(unentered)];
  const entries = withCollected(state.lake?.coverage ?? [], collected);
  const reason = state.declaredComplete;
  if (reason === null) return entries;
  return entries.map((entry) => {
    if (entry.from === null || entry.to === null) return entry;
    const declared = `declared complete by the responder: ${reason}`;
    const stays = entry.detail
      .split('; ')
      .filter((part) => / at \d{4}-/.test(part) || part.includes('logging changes') || part.endsWith(UNREAD));
    if (stays.length > 0) return { ...entry, detail: [declared, ...stays].join('; ') };
    return {
      ...entry,
      status: 'complete',
      detail: declared,
      stretches: [{ from: entry.from, to: entry.to }],
    };
  });
}

/**
 * What collectors told, each where it has not told again of the same time since: what was refused once and could be
 * read later is no gap. Configuration is read as it stands: the latest look at it counts.
 */
function latestCollected({ collections, collected }: CaseState): readonly CoverageEntry[] {
  const told: readonly Told[] = collections.flatMap((planned) =>
    planned.regions.flatMap((region) =>
      planned.collectors.flatMap((collector) => {
        const own = collected[collectionKey(planned, { collector, region })];
        const { from, to, narrowing = null } = planned;
        return own === undefined ? [] : [{ ...own, from, to, narrowing }];
      }),
    ),
  );
  const latest = told.flatMap((one, index) => {
    const later = told.slice(index + 1).filter((other) => isLater(one, other));
    if (later.some(({ from }) => from <= one.from)) return [];
    const coverage = one.coverage.filter(
      ({ source }) => later.length === 0 || source !== 'aws.configuration',
    );
    return [{ coverage, ofOne: one.collector === eventsOfOne.id }];
  });
  const wide = latest.flatMap(({ ofOne, coverage }) => (ofOne ? [] : coverage));
  return latest.flatMap(({ ofOne, coverage }) =>
    ofOne ? coverage.filter((entry) => !wide.some((other) => tellsMore(other, entry))) : coverage,
  );
}

/** The events of one attribute say nothing of a source that was read as a whole. */
function tellsMore(wide: CoverageEntry, narrow: CoverageEntry): boolean {
  return (
    wide.source === narrow.source &&
    wide.account === narrow.account &&
    wide.region === narrow.region &&
    wide.stretches.length > 0
  );
}

type Told = CollectionAdvanced & {
  readonly from: string;
  readonly to: string;
  readonly narrowing: Narrowing | null;
};

function isLater(one: Told, other: Told): boolean {
  const same =
    other.collector === one.collector &&
    other.account === one.account &&
    other.region === one.region &&
    (one.collector !== eventsOfOne.id ||
      (other.narrowing?.attribute === one.narrowing?.attribute &&
        other.narrowing?.value === one.narrowing?.value));
  return same && other.done && other.to >= one.to;
}

/** Nothing is seen of an account of the organization that could not be entered. */
function unentered({ account, why }: CaseState['refused'][number]): readonly CoverageEntry[] {
  const nothing = { account, region: null, from: null, to: null, records: 0, stretches: [] };
  const detail = `account ${account} could not be entered: ${why}`;
  return (['cloudtrail.management', 'bedrock.invocations', 'aws.configuration'] as const).map((source) => ({
    source,
    status: 'not-readable',
    detail,
    ...nothing,
  }));
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
  for (const [key, entries] of grouped(collected, keyOf)) {
    const before = seen.get(key);
    const entry = oneOf(entries);
    seen.set(key, before === undefined ? entry : joined(before, entry));
  }
  return [...seen.values()];
}

function grouped(
  entries: readonly CoverageEntry[],
  keyOf: (entry: CoverageEntry) => string,
): ReadonlyMap<string, readonly [CoverageEntry, ...CoverageEntry[]]> {
  const groups = new Map<string, [CoverageEntry, ...CoverageEntry[]]>();
  for (const entry of entries) {
    const group = groups.get(keyOf(entry));
    if (group === undefined) groups.set(keyOf(entry), [entry]);
    else group.push(entry);
  }
  return groups;
}

/**
 * What several collectors saw of one source. Each tells one of three things: what it saw (with stretches), that it saw
 * nothing (no time at all), or a time known to lack something (a time without stretches), which stays cut out
 * whatever the others saw.
 */
function oneOf(entries: readonly [CoverageEntry, ...CoverageEntry[]]): CoverageEntry {
  const [first] = entries;
  const cuts = entries.filter(isCut);
  const saw = entries.filter((entry) => !isCut(entry) && entry.from !== null && entry.to !== null);
  const blind = entries.filter((entry) => !isCut(entry) && (entry.from === null || entry.to === null));
  const details = (of: readonly CoverageEntry[]): readonly string[] => [
    ...new Set(of.map(({ detail }) => detail)),
  ];
  if (saw.length === 0)
    return {
      ...first,
      status: blindStatus(entries),
      detail: details([...blind, ...cuts.slice(0, MOST_CUTS_TOLD)]).join('; '),
      records: Math.max(...entries.map(({ records }) => records)),
      from: null,
      to: null,
      stretches: [],
    };
  const whole = joinStretches(saw.flatMap((one) => (one.status === 'complete' ? one.stretches : [])));
  const all = joinStretches(saw.flatMap(({ stretches }) => stretches));
  // Management events come whole by event history or by the trail; of all else each collector sees a part of its own.
  const enough =
    first.source === 'cloudtrail.management' || entries.every(({ status }) => status === 'complete');
  const complete =
    enough && cuts.length === 0 && whole.length === 1 && all.length === 1 && covers(whole[0], all[0]);
  const stretches = cuts.reduce<CoverageEntry['stretches']>(
    (left, { from, to }) => (from === null ? left : without(left, { from, to })),
    all,
  );
  // What stands in for a source that was refused says so.
  const refused = blind.filter(({ status }) => status === 'not-readable');
  const told = complete
    ? [...saw.filter(({ status }) => status === 'complete'), ...refused]
    : [...saw, ...blind];
  return {
    ...first,
    from: all[0]?.from ?? first.from,
    to: all.at(-1)?.to ?? first.to,
    status: complete ? 'complete' : 'partial',
    detail: [...details(cuts.slice(0, MOST_CUTS_TOLD)), ...moreCuts(cuts), ...details(told)].join('; '),
    records: Math.max(...saw.map(({ records }) => records)),
    stretches,
  };
}

/** That a source is off now says nothing of what it recorded before, where that could not be read. */
function blindStatus(entries: readonly CoverageEntry[]): CoverageEntry['status'] {
  const statuses = entries.map(({ status }) => status);
  return statuses.includes('not-readable') ? 'not-readable' : worstCoverage(statuses);
}

const MOST_CUTS_TOLD = 3;

function isCut({ from, stretches, status }: CoverageEntry): boolean {
  return status === 'partial' && from !== null && stretches.length === 0;
}

function moreCuts(cuts: readonly CoverageEntry[]): readonly string[] {
  return cuts.length > MOST_CUTS_TOLD
    ? [`${counted(cuts.length - MOST_CUTS_TOLD, 'more time is', 'more times are')} cut out`]
    : [];
}

function covers(whole: Stretch | undefined, all: Stretch | undefined): boolean {
  return whole !== undefined && all !== undefined && whole.from <= all.from && whole.to >= all.to;
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
  const key = JSON.stringify([state.declaredComplete, sources, scope, state.refused]);
  const coverage = known.get(key) ?? judgeCoverage(sources, coverageEntries(state), scope);
  known.set(key, coverage);
  return coverage;
}
