import { counted, listed } from '../base/text.ts';
import type { Scope } from './scope.ts';
import { SOURCES, type SourceId } from './source.ts';

/** How much of a source was seen (DESIGN promise 2). From best to worst. */
export const COVERAGE_STATUSES = [
  'complete',
  'partial',
  'not-readable',
  'not-enabled',
  'not-collected',
] as const;
export type CoverageStatus = (typeof COVERAGE_STATUSES)[number];

/** A stretch of time, both ends ISO 8601 UTC, ends included. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** What was seen of one source in one account and Region. */
export interface CoverageEntry {
  readonly source: SourceId;
  readonly account: string | null;
  readonly region: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly status: CoverageStatus;
  /** Why the status is what it is, in words for the report. */
  readonly detail: string;
  /** Records seen. */
  readonly records: number;
  /** Where records stand; a silence longer than the limit, or a cut by a logging change, ends a stretch. */
  readonly stretches: readonly Stretch[];
}

/** The coverage behind one answer: the worst status of the sources it rests on, and what was read. */
export interface StepCoverage {
  readonly status: CoverageStatus;
  readonly records: number;
  readonly stretches: readonly Stretch[];
  /** One line a source that is not complete: `CloudTrail data events of S3 objects: not collected`. */
  readonly gaps: readonly string[];
}

/** Ends the detail of a source with files that were damaged or could not be opened; no declaration makes up for them. */
export const UNREAD = 'not read to the end';

const MOST_STRETCHES_TOLD = 4;

export function worstCoverage(statuses: readonly CoverageStatus[]): CoverageStatus {
  let worst = 0;
  for (const status of statuses) worst = Math.max(worst, COVERAGE_STATUSES.indexOf(status));
  return COVERAGE_STATUSES[worst] ?? 'complete';
}

/**
 * The sentence for a step without rows. "None found" stands alone only over complete coverage; otherwise it names
 * the events and the stretches it was looked for in, or says that the source was not seen at all.
 */
export function nothingFoundText(coverage: StepCoverage): string {
  if (coverage.status === 'complete') return 'none found';
  if (coverage.records === 0)
    return `cannot be told: ${listed(coverage.gaps) || 'no record of the source was seen'}`;
  const events = counted(coverage.records, 'event');
  const partial = coverage.status === 'partial' ? '' : `; ${coverage.gaps.join('; ')}`;
  return `none found in ${events}, ${stretchesText(coverage.stretches)}${partial}`;
}

/**
 * What an answer with rows rests on. Where anything was read, what else was off or denied makes it partial: the gaps
 * name it.
 */
export function readText(coverage: StepCoverage): string {
  const { status, records, stretches, gaps } = coverage;
  const word = status !== 'complete' && records > 0 ? 'partial' : status;
  return [`${word}: ${counted(records, 'event')} read, ${stretchesText(stretches)}`, ...gaps].join('; ');
}

/** What stands behind an answer for which prompts or answers would have to be read, and they are sealed. */
export function withheldCoverage(coverage: StepCoverage): StepCoverage {
  return {
    ...coverage,
    status: worstCoverage([coverage.status, 'not-readable']),
    records: 0,
    stretches: [],
    gaps: [...coverage.gaps, 'prompts and answers are sealed in this case, and were not opened'],
  };
}

/** `FROM to TO`, several joined; beyond four only their number, so that no time between them is claimed. */
export function stretchesText(stretches: readonly Stretch[]): string {
  if (stretches.length === 0) return 'none of them with a readable time';
  if (stretches.length > MOST_STRETCHES_TOLD) {
    return `in ${stretches.length} separate stretches of time (listed under coverage; nothing is known of the time between)`;
  }
  return listed(stretches.map(({ from, to }) => `${from} to ${to}`));
}

/** A silence longer than this ends a stretch: nobody can tell a quiet account from a missing file. */
export const LONGEST_SILENCE_MS = 10 * 60 * 1000;

/**
 * What stands behind an answer that rests on `sources`. Stretches of several accounts and Regions of one source are
 * joined; of several sources, only the time that all of them have records for is claimed.
 */
export function judgeCoverage(
  sources: readonly SourceId[],
  entries: readonly CoverageEntry[],
  scope: Scope,
): StepCoverage {
  const statuses: CoverageStatus[] = [];
  const gaps: string[] = [];
  let records = 0;
  let stretches: readonly Stretch[] | null = null;
  for (const source of sources) {
    const seen = entries.filter((entry) => entry.source === source && entry.records > 0);
    const judged = judgeSource(source, entries, scope);
    statuses.push(judged.status);
    if (judged.gap !== null) gaps.push(judged.gap);
    if (seen.length === 0) continue;
    for (const entry of seen) records += entry.records;
    const own = joinStretches(seen.flatMap((entry) => entry.stretches));
    stretches = stretches === null ? own : intersect(stretches, own);
  }
  return { status: worstCoverage(statuses), records, stretches: stretches ?? [], gaps };
}

function judgeSource(
  source: SourceId,
  all: readonly CoverageEntry[],
  scope: Scope,
): { readonly status: CoverageStatus; readonly gap: string | null } {
  const entries = all.filter((entry) => entry.source === source);
  if (entries.length === 0) return { status: 'not-collected', gap: `${SOURCES[source]}: not collected` };
  const status = worstCoverage(entries.map((entry) => entry.status));
  const outside = status === 'complete' && isOutside(entries, scope);
  const details = [
    ...new Set(
      entries
        .filter((entry) => entry.status !== 'complete')
        .map((entry) => `${entry.status.replace('-', ' ')} (${entry.detail})`),
    ),
  ];
  if (outside) details.push('partial (the window of the case reaches beyond the records)');
  const gap = details.length === 0 ? null : `${SOURCES[source]}: ${details.slice(0, 3).join(', ')}`;
  return { status: outside ? 'partial' : status, gap };
}

function isOutside(entries: readonly CoverageEntry[], scope: Scope): boolean {
  return entries.some(
    ({ from, to }) =>
      (scope.from !== null && (from ?? '9') > scope.from) || (scope.to !== null && (to ?? '') < scope.to),
  );
}

/** Stretches in order, those that touch (within the longest silence) as one. */
export function joinStretches(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const next of stretches.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = joined.at(-1);
    if (last === undefined || Date.parse(next.from) - Date.parse(last.to) > LONGEST_SILENCE_MS)
      joined.push(next);
    else if (next.to > last.to) joined[joined.length - 1] = { from: last.from, to: next.to };
  }
  return joined;
}

/** The time that both have. Each is in order and without overlaps, as `joinStretches` gives them. */
export function intersect(a: readonly Stretch[], b: readonly Stretch[]): readonly Stretch[] {
  const both: Stretch[] = [];
  let at = 0;
  for (const one of a) {
    // What ends before this one begins is of no use to those after it either.
    while ((b[at]?.to ?? one.from) < one.from) at += 1;
    for (let next = at; (b[next]?.from ?? '~') <= one.to; next += 1) {
      const other = b[next];
      if (other === undefined) break;
      const from = one.from > other.from ? one.from : other.from;
      both.push({ from, to: one.to < other.to ? one.to : other.to });
    }
  }
  return both;
}

/** A stretch without the time of a cut. */
export function without(
  stretches: readonly Stretch[],
  cut: { readonly from: string; readonly to: string | null },
): readonly Stretch[] {
  return stretches.flatMap(({ from, to }) => {
    const end = cut.to ?? '9999';
    if (end <= from || cut.from >= to) return [{ from, to }];
    const left = from < cut.from ? [{ from, to: cut.from }] : [];
    return end < to ? [...left, { from: end, to }] : left;
  });
}
