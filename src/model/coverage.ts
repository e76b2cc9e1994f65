import { counted, listed } from '../base/text.ts';
import type { SourceId } from './source.ts';

/** How much of a source was seen (DESIGN promise 2). From best to worst. */
export const COVERAGE_STATUSES = ['complete', 'partial', 'not-readable', 'not-enabled', 'not-collected'] as const;
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
  if (coverage.records === 0) return `cannot be told: ${listed(coverage.gaps) || 'no record of the source was seen'}`;
  const events = counted(coverage.records, 'event');
  const partial = coverage.status === 'partial' ? '' : `; ${coverage.gaps.join('; ')}`;
  return `none found in ${events}, ${stretchesText(coverage.stretches)}${partial}`;
}

/** `FROM to TO`, several joined; beyond four only their number, so that no time between them is claimed. */
export function stretchesText(stretches: readonly Stretch[]): string {
  if (stretches.length === 0) return 'none of them with a readable time';
  if (stretches.length > MOST_STRETCHES_TOLD) {
    return `in ${stretches.length} separate stretches of time (listed under coverage; nothing is known of the time between)`;
  }
  return listed(stretches.map(({ from, to }) => `${from} to ${to}`));
}
