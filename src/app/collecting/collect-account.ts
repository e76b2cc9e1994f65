import { counted } from '../../base/text.ts';
import { COLLECTORS } from '../../collectors/registry.ts';
import { collectionKey } from '../../model/case-state.ts';
import type { CollectionPlanned } from '../../model/collection.ts';
import type { SourceBatch } from '../../ports/lake.ts';
import type { Responder } from '../../ports/responder.ts';
import { type AccountDesk, deskFor, desksOf } from '../actions/account-desk.ts';
import type { CaseBook } from '../case-book.ts';
import { type Collecting as LakeCollecting, restoreLake, settle } from '../collect-logs.ts';
import { type CollectionWish, planCollection } from './plan-collection.ts';
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
      await beginCollection(wish, { ...collecting, desk });
  }
}

/** Plans a collection in the desk's own account and says what it will look at. */
export async function beginCollection(
  wish: CollectionWish,
  { book, desk, responder }: AccountCollecting,
): Promise<void> {
  const planned = await planCollection(wish, desk);
  await book.record('collection-planned', planned);
  for (const line of planLines(planned)) responder.tell(line);
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
      others: desksOf(desk).filter(({ cloud }) => cloud.identity.account !== planned.account),
      onProgress: (line) => responder.progress(line),
      ingest: (batch) => lake.lake.ingest(oneBatch(batch), () => undefined),
    });
  responder.progress(null);
  if (open.length === 0) return;
  await restoreLake(lake);
  await settle(lake);
  await book.catchUp();
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

/** What will be looked at, and what it costs, before it starts. */
function planLines(planned: CollectionPlanned): readonly string[] {
  const { account, alias = null, regions, from, to, collectors, limits } = planned;
  const named = alias === null ? account : `${account} (${alias})`;
  return [
    `collecting from account ${named}, ${counted(regions.length, 'Region')}, ${from} to ${to}`,
    `  ${[collectors.join(', '), ...costsOf(collectors)].join('; ')}`,
    ...limits.map((line) => `  ${line}`),
  ];
}

/** What each takes in time or money, where that is worth knowing. */
const COSTS: Readonly<Record<string, string>> = {
  'cloudtrail-event-history': 'event history comes at 100 events a second and Region',
  'function-code': 'code of functions: at most 256 MB a Region',
  'bedrock-insights': 'AWS bills each of the five queries for the bytes that its log group has in this time',
};

function costsOf(collectors: readonly string[]): readonly string[] {
  return collectors.flatMap((id) => COSTS[id] ?? []);
}
