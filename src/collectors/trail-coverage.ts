import type { CoverageEntry } from '../model/coverage.ts';
import type { SourceId } from '../model/source.ts';
import type { CollectContext, CollectWindow, Collected } from '../ports/collector.ts';
import type { Selection } from './event-selectors.ts';
import { coverage } from './given-pieces.ts';
import type { DigestOutcome } from './verify-digests.ts';

/** Files come so much after their events, and digests every hour: what is younger is not asked to be proved. */
export const TRAIL_DELAY = 15 * 60_000;
const DIGEST_DELAY = 2.5 * 3_600_000;
const MOST_NAMED = 3;
const MOST_CUTS = 40;

/** What was learnt of a trail in one Region. */
export interface TrailProof {
  readonly name: string;
  /** Null where validation is off, or no digest was found. */
  readonly outcome: DigestOutcome | null;
  /** Why digests that were found could not be judged; null where nothing kept them from it. */
  readonly unproved: string | null;
  /** Log files kept. */
  readonly files: number;
  /** Hours whose management events are in event history and not in the trail. */
  readonly holes: readonly CollectWindow[];
  /** `PutEventSelectors at 2026-…`: what the trail logs was another thing before. */
  readonly changes: readonly string[];
}

/**
 * What a trail is good for. Only where valid, linked digests cover the window and all their log files are valid is a
 * class of events complete; damage is told as time cut out.
 */
export function* trailCoverage(
  context: CollectContext,
  source: SourceId,
  told: { readonly proof: TrailProof; readonly selection: Selection },
): Generator<Collected> {
  const { proof, selection } = told;
  const proved = provedIn(context.window, proof);
  const reasons = [
    ...(selection.kind === 'part' ? [selection.why] : []),
    ...proof.changes,
    ...reasonsOf(context.window, proof, proved),
  ];
  const status = reasons.length === 0 ? 'complete' : 'partial';
  const detail =
    status === 'complete'
      ? `trail ${proof.name}: its digest chain holds, and every log file in it`
      : `trail ${proof.name}: ${reasons.join('; ')}`;
  const span = { from: proved[0]?.from ?? null, to: proved.at(-1)?.to ?? null, stretches: proved };
  yield coverage(context, source, { status, detail, ...span });
  for (const { from, to, why } of damageOf(proof).slice(0, MOST_CUTS))
    yield coverage(context, source, { status: 'partial', detail: `trail ${proof.name}: ${why}`, from, to });
}

function provedIn({ from, to }: CollectWindow, { outcome }: TrailProof): CoverageEntry['stretches'] {
  const end = minus(to, TRAIL_DELAY);
  return (outcome?.proved ?? []).flatMap((stretch) => {
    // What the last digest covers was delivered by then, and happened some minutes before.
    const own = { from: stretch.from > from ? stretch.from : from, to: minus(stretch.to, TRAIL_DELAY) };
    const cut = own.to < end ? own : { ...own, to: end };
    return cut.from < cut.to ? [cut] : [];
  });
}

function reasonsOf(
  { from, to }: CollectWindow,
  { outcome, unproved, files }: TrailProof,
  proved: CoverageEntry['stretches'],
): readonly string[] {
  if (outcome === null)
    return [
      `no digest proves its ${files} log files${unproved === null ? '' : ` (${unproved})`}: as found in the bucket, and what was deleted is not known`,
    ];
  const first = proved[0];
  const last = proved.at(-1);
  if (first === undefined || last === undefined) return ['no valid digest covers the window'];
  return [
    ...(first.from > from ? [`no digest covers the time before ${first.from}`] : []),
    ...(last.to < minus(to, DIGEST_DELAY) ? [`no digest covers the time after ${last.to}`] : []),
    ...(proved.length > 1 ? [`${proved.length} stretches are proved, and the time between is not`] : []),
    ...namedFiles(outcome),
  ];
}

function namedFiles({ digests, logs }: DigestOutcome): readonly string[] {
  return (['invalid', 'missing', 'unlinked'] as const).flatMap((status) => {
    const bad = [...digests, ...logs].filter((file) => file.status === status);
    if (bad.length === 0) return [];
    const names = bad.slice(0, MOST_NAMED).map(({ key }) => key.split('/').at(-1) ?? key);
    const more = bad.length > names.length ? ` and ${bad.length - names.length} more` : '';
    return [`${bad.length} ${status}: ${names.join(', ')}${more}`];
  });
}

/** Times in which the trail is known to lack something. */
export function damageOf({
  outcome,
  holes,
}: Pick<TrailProof, 'outcome' | 'holes'>): readonly (CollectWindow & { readonly why: string })[] {
  const files = (outcome?.logs ?? [])
    .filter(({ status }) => status !== 'valid')
    .map(({ from, to, status, key }) => ({ from, to, why: `log file ${status}: ${key}` }));
  const gaps = (outcome?.gaps ?? []).map(({ from, to, why }) => ({ from, to, why: `gap, ${why}` }));
  const lacking = holes.map((hole) => ({
    ...hole,
    why: `event history has management events from ${hole.from} to ${hole.to} that the trail lacks`,
  }));
  return [...lacking, ...gaps, ...files];
}

function minus(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) - milliseconds).toISOString();
}
