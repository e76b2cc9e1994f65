import { MOST_ROWS } from '../../collectors/insights-answers.ts';
import { INSIGHTS_QUERIES } from '../../collectors/insights-queries.ts';
import { bedrockInsights } from '../../collectors/bedrock-insights.ts';
import { type CaseReading, readCase } from '../../case/case-folder.ts';
import { foldJournal } from '../../engine/apply.ts';
import type { CollectionPlanned } from '../../model/collection.ts';
import { collectionKey } from '../../model/case-state.ts';
import type { Row } from '../../model/row.ts';
import { collectInto, type CollectRequest } from '../collect-into.ts';
import type { CaseTools } from '../case-wiring.ts';
import type { Answered } from './lake-answers.ts';
import { answerTo, columnsOf, type QueryAnswer, rowsOf } from './query-answer.ts';

/** Which account's log groups are asked, and what becomes of the answers. */
export interface LiveRequest extends Pick<CollectRequest, 'folder' | 'evidence'> {
  readonly account: NonNullable<CollectRequest['account']>;
}

/**
 * Has Logs Insights answer in the account, keeps the answers as evidence of the case, and reads them back from there.
 * @throws CloudError where the account cannot be reached
 */
export async function liveAnswers(
  { folder, account, evidence }: LiveRequest,
  tools: CaseTools,
): Promise<Answered> {
  const before = readCase(folder).entries.length;
  const wish = { ...account.wish, collectors: [bedrockInsights.id] };
  await collectInto({ folder, logs: [], complete: null, account: { ...account, wish }, evidence }, tools);
  const reading = readCase(folder);
  const planned = reading.entries
    .slice(before)
    .flatMap((entry) => (entry.kind === 'collection-planned' ? [entry.data] : []))
    .filter(({ collectors }) => collectors.includes(bedrockInsights.id));
  const { collected } = foldJournal(reading.entries);
  const coverage = planned.flatMap((one) =>
    one.regions.flatMap(
      (region) => collected[collectionKey(one, { collector: bedrockInsights.id, region })]?.coverage ?? [],
    ),
  );
  return { answers: await answersIn(reading, planned), coverage };
}

/** What the evidence of these collections answers, in the order of Regions, log groups and queries. */
async function answersIn(
  reading: CaseReading,
  planned: readonly CollectionPlanned[],
): Promise<readonly QueryAnswer[]> {
  const windows = new Set(planned.map(({ from, to }) => `${from}_${to}`));
  const pages = new Map<string, { readonly place: Place; readonly rows: Row[] }>();
  for await (const { source, sha256, batch } of reading.custody()) {
    const place = batch.collector === bedrockInsights.id ? placeIn(source) : null;
    if (place === null || !windows.has(place.window)) continue;
    const key = JSON.stringify([place.account, place.region, place.logGroup, place.query]);
    const own = place.page === 1 ? { place, rows: [] } : (pages.get(key) ?? { place, rows: [] });
    const bytes: Uint8Array[] = [];
    for await (const piece of reading.readEvidence(sha256)) bytes.push(piece);
    own.rows.push(...rowsOf(Buffer.concat(bytes)));
    pages.set(key, own);
  }
  return [...pages.values()].flatMap(({ place: { account, region, logGroup, query: id }, rows }) => {
    const query = INSIGHTS_QUERIES.find((one) => one.id === id);
    if (query === undefined) return [];
    const place = { account, region, logGroup };
    const truncated = rows.length >= MOST_ROWS;
    return [{ ...answerTo(query), place, columns: columnsOf(rows), rows, truncated, withheld: false }];
  });
}

interface Place {
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
  readonly query: string;
  readonly window: string;
  readonly page: number;
}

const PAGE = /^aws:\/\/(\d+)\/([^/]+)\/logs\/GetQueryResults\/(.+)\/([a-z_]+)\/([^/]+)\/(\d{6})$/;

function placeIn(source: string): Place | null {
  const found = PAGE.exec(source);
  if (found === null) return null;
  const [, account = '', region = '', logGroup = '', query = '', window = '', page = ''] = found;
  return { account, region, logGroup, query, window, page: Number(page) };
}
