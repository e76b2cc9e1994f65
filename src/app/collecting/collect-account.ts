import { COLLECTORS } from '../../collectors/registry.ts';
import { collectionKey } from '../../model/case-state.ts';
import type { CollectionPlanned } from '../../model/collection.ts';
import type { SourceBatch } from '../../ports/lake.ts';
import type { Responder } from '../../ports/responder.ts';
import { type AccountDesk, deskFor, desksOf } from '../actions/account-desk.ts';
import type { CaseBook } from '../case-book.ts';
import { type Collecting as LakeCollecting, restoreLake, settle } from '../collect-logs.ts';
import { type CollectionWish, planCollection } from './plan-collection.ts';
import { forecastCollection } from './forecast-collection.ts';
import { keptEvidence } from './kept-evidence.ts';
import { planLines } from './plan-lines.ts';
import { runCollectors } from './run-collectors.ts';

export interface AccountCollecting {
  readonly book: CaseBook;
  readonly desk: AccountDesk;
  readonly lake: LakeCollecting;
  readonly responder: Pick<Responder, 'progress' | 'tell'>;
}

/** Plans a collection in each account of the case that has none yet, and says what it will look at. */
export async function beginCollections(wish: CollectionWish, collecting: AccountCollecting): Promise<void> {
  for (const desk of desksOf(collecting.desk)) {
    const { account } = desk.cloud.identity;
    if (!collecting.book.state.collections.some((planned) => planned.account === account))
      await beginCollection(wish, collecting, desk);
  }
}

/** Plans a collection in one account of the case, and says what it will look at and what that takes. */
export async function beginCollection(
  wish: CollectionWish,
  { book, desk, responder }: AccountCollecting,
  own: AccountDesk,
): Promise<void> {
  const planned = await planAndLook(wish, { book, desk, responder }, own);
  await book.record('collection-planned', planned);
  for (const line of planLines(planned)) responder.tell(line);
}

async function planAndLook(
  wish: CollectionWish,
  { book, desk, responder }: Pick<AccountCollecting, 'book' | 'desk' | 'responder'>,
  own: AccountDesk,
): Promise<CollectionPlanned> {
  responder.progress('looking at what there is to collect');
  try {
    const planned = await planCollection(wish, own);
    const forecast = await forecastCollection(planned, {
      desk: own,
      others: othersOf(desk, planned),
      collectors: COLLECTORS,
      kept: keptEvidence(book.store),
      onProgress: (line) => responder.progress(line),
    });
    return { ...planned, forecast };
  } finally {
    responder.progress(null);
  }
}

/** Goes on with every collection that is not done, and brings what came into the lake. */
export async function continueCollections(collecting: AccountCollecting): Promise<void> {
  const { book, desk, responder, lake } = collecting;
  const open = book.state.collections.filter((planned) => !isDone(planned, book));
  for (const planned of open)
    await runCollectors(planned, {
      book,
      desk: deskFor(desk, planned.account),
      collectors: COLLECTORS,
      others: othersOf(desk, planned),
      onProgress: (line) => responder.progress(line),
      tell: (line) => responder.tell(line),
      ingest: (batch) => lake.lake.ingest(oneBatch(batch), () => undefined),
    });
  responder.progress(null);
  if (open.length === 0) return;
  await restoreLake(lake);
  await settle(lake);
  await book.catchUp();
}

function othersOf(desk: AccountDesk, { account }: CollectionPlanned): readonly AccountDesk[] {
  return desksOf(desk).filter(({ cloud }) => cloud.identity.account !== account);
}

async function* oneBatch(batch: SourceBatch): AsyncGenerator<SourceBatch> {
  yield batch;
}

function isDone(planned: CollectionPlanned, { state }: CaseBook): boolean {
  return COLLECTORS.filter(({ id }) => planned.collectors.includes(id)).every(({ id, where }) =>
    (where === 'home' ? planned.regions.slice(0, 1) : planned.regions).every(
      (region) => state.collected[collectionKey(planned, { collector: id, region })]?.done === true,
    ),
  );
}
