import { CloudError, isPassing } from '../../model/cloud-error.ts';
import type { CollectionPlanned } from '../../model/collection.ts';
import { collectionKey } from '../../model/case-state.ts';
import type { CoverageEntry } from '../../model/coverage.ts';
import type { CollectContext, Collected, Collector } from '../../ports/collector.ts';
import { allEnded } from '../../base/all-ended.ts';
import { endedAtLeaving } from '../../base/leaving.ts';
import { journalFootprints } from '../actions/account-desk.ts';
import type { CaseBook } from '../case-book.ts';
import { contextOf, type Desks, type Unit } from './collect-context.ts';
import { keptEvidence } from './kept-evidence.ts';
import { keepPieces, type PieceKeeping } from './keep-pieces.ts';

/** Pages are kept in batches, as each costs some flushes to disk; none waits longer than this to be kept. */
const BATCH_PAGES = 250;
const LONGEST_WAIT_MS = 3000;
const BATCH_BYTES = 8 * 1024 * 1024;

export interface Collecting extends Desks {
  readonly book: CaseBook;
  readonly collectors: readonly Collector[];
  readonly onProgress: (line: string) => void;
  /** Tells the person what became of what ran in the account when the program was told to leave. */
  readonly tell: (line: string) => void;
  /** Not needed where nothing is sealed. */
  readonly ingest?: PieceKeeping['ingest'];
}

/**
 * Runs what a collection has not done yet: one collector after the other, the Regions of each side by side. What was
 * kept before an interruption is not asked for again.
 * @throws CloudError when credentials end or the way to the account is cut; what was read by then is kept
 */
export async function runCollectors(planned: CollectionPlanned, collecting: Collecting): Promise<void> {
  const inOrder = ordered(collecting);
  const kept = keptEvidence(collecting.book.store);
  for (const collector of collecting.collectors.filter(({ id }) => planned.collectors.includes(id))) {
    const regions = collector.where === 'home' ? planned.regions.slice(0, 1) : planned.regions;
    const onPiece = pieceCounter(collector, planned, collecting);
    const collect = (region: string): Promise<void> =>
      collectUnit({ planned, collector, region, kept }, collecting, { inOrder, onPiece });
    if (collector.where === 'region-by-region') {
      for (const region of regions) await collect(region);
      continue;
    }
    await allEnded(regions.map(collect));
  }
}

/** Counts what comes of one collector, beside what was expected where nothing of it is kept yet. */
function pieceCounter(
  { id, title }: Collector,
  planned: CollectionPlanned,
  { book, onProgress }: Collecting,
): (region: string) => void {
  const begun = planned.regions.some(
    (region) => collectionKey(planned, { collector: id, region }) in book.state.collected,
  );
  const expected = begun ? 0 : (planned.forecast?.find(({ collector }) => collector === id)?.pieces ?? 0);
  let came = 0;
  return (region) => {
    came += 1;
    const about = expected > came ? ` of about ${expected.toLocaleString('en-US')}` : '';
    onProgress(`${title}: ${region}, ${came.toLocaleString('en-US')}${about} pieces`);
  };
}

/** Journal and evidence are written by one at a time: what was kept stands in the journal before the mark behind it. */
type InOrder = (work: () => Promise<void>) => Promise<void>;

function ordered({ book, desk }: Collecting): InOrder {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    const next = last.then(async () => {
      await work();
      await journalFootprints(desk, book);
    });
    // Whoever asked for this work is told of its failure; the next piece is kept all the same.
    last = next.catch(() => undefined);
    return next;
  };
}

interface Working {
  readonly inOrder: InOrder;
  readonly onPiece: (region: string) => void;
}

async function collectUnit(unit: Unit, collecting: Collecting, { inOrder, onPiece }: Working): Promise<void> {
  const { planned, collector, region } = unit;
  const before = collecting.book.state.collected[collectionKey(planned, { collector: collector.id, region })];
  if (before?.done === true) return;
  const coverage: CoverageEntry[] = [];
  let batch: Extract<Collected, { kind: 'evidence' }>[] = [];
  let keptAt = Date.parse(collecting.desk.clock.now());
  const sinceKept = (): number => Date.parse(collecting.desk.clock.now()) - keptAt;
  let keeping: Promise<void> = Promise.resolve();
  /** One batch is kept while the next is fetched, and no more: what is held in memory stays small. */
  const keep = async (done: boolean): Promise<void> => {
    await keeping;
    const held = batch;
    batch = [];
    keptAt = Date.parse(collecting.desk.clock.now());
    keeping = inOrder(() =>
      keepBatch(unit, collecting, { held, done, coverage, before: before?.mark ?? null }),
    );
    // Whoever waits for it next is told of its failure.
    keeping.catch(() => undefined);
    if (done) await keeping;
  };
  try {
    const context = {
      ...contextOf(unit, collecting, before?.mark ?? null),
      endedAtLeaving: endingOf(collecting, inOrder, () => keep(false)),
    };
    for await (const piece of collector.collect(context)) {
      if (piece.kind === 'coverage') coverage.push(piece.entry);
      else if (piece.kind === 'finding')
        await inOrder(() => collecting.book.record('finding-raised', piece.finding));
      else {
        batch.push(piece);
        onPiece(region);
      }
      if (isFull(batch) || sinceKept() >= LONGEST_WAIT_MS) await keep(false);
    }
  } catch (error) {
    if (!(error instanceof CloudError)) {
      // The case is let go next: nothing may be under way then. What went wrong first is what is told.
      await Promise.allSettled([keeping]);
      throw error;
    }
    if (isPassing(error.fault)) {
      await keep(false);
      await keeping;
      throw error;
    }
    coverage.push(...unreadable(unit, error));
  }
  await keep(true);
}

function isFull(batch: readonly Extract<Collected, { kind: 'evidence' }>[]): boolean {
  const bytes = batch.reduce((sum, piece) => sum + piece.bytes.byteLength, 0);
  return batch.length >= BATCH_PAGES || bytes >= BATCH_BYTES;
}

interface Keeping {
  readonly held: readonly Extract<Collected, { kind: 'evidence' }>[];
  readonly done: boolean;
  readonly coverage: readonly CoverageEntry[];
  readonly before: Extract<Collected, { kind: 'evidence' }>['mark'];
}

async function keepBatch(
  { planned, collector, region }: Unit,
  { book, ingest }: Collecting,
  { held, done, coverage, before }: Keeping,
): Promise<void> {
  const writer = book.store.openEvidence(collector.id, book.by);
  await keepPieces(held, { writer, collector, ingest });
  await book.catchUp();
  const known =
    book.state.collected[collectionKey(planned, { collector: collector.id, region })]?.mark ?? before;
  const mark = held.findLast((piece) => piece.mark !== null)?.mark ?? known;
  if (held.length === 0 && !done) return;
  await book.record('collection-advanced', {
    collector: collector.id,
    account: planned.account,
    region,
    mark,
    done,
    coverage: done ? coverage : [],
  });
}

/** What was brought before is kept first: work that is worth ending is long. */
function endingOf(
  { tell }: Collecting,
  inOrder: InOrder,
  keep: () => Promise<void>,
): CollectContext['endedAtLeaving'] {
  return async (work, end) => {
    await keep();
    return endedAtLeaving(work, async (signal) => {
      const said = await end(signal);
      if (said !== null) tell(said);
      // The calls that ended it are footprints too.
      await inOrder(() => Promise.resolve());
    });
  };
}

/** A service that refuses in a way nobody can mend now: the sources of the collector were not read. */
function unreadable({ planned, collector, region }: Unit, error: CloudError): readonly CoverageEntry[] {
  return [
    {
      source: collector.gives === 'logs' ? 'cloudtrail.management' : 'aws.configuration',
      account: planned.account,
      region,
      from: null,
      to: null,
      status: 'not-readable',
      detail: `${collector.title}: ${error.fault.code} for ${error.fault.service}:${error.fault.operation}`,
      records: 0,
      stretches: [],
    },
  ];
}
