import type { JsonObject } from '../base/json.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected } from '../ports/collector.ts';
import { deniedText, objectsIn, textIn } from './given-pieces.ts';
import { asOutcome, type InsightsQuestion, results } from './insights-calls.ts';
import { insightsText } from './insights-queries.ts';
import { untilEnded } from './insights-run.ts';

/** What became of one query, for the coverage. */
export interface InsightsAnswer {
  readonly rows: number;
  /** Whether more rows may be there than Insights delivers. */
  readonly cut: boolean;
  readonly scanned: number;
  readonly bytes: number;
}

/**
 * Rows of one query at most, and of one answer: 100,000 in pages of 10,000 for this query language, by the API's own
 * description (FACTS 1.5; older pages name 10,000 as the most, which is the size of a page today).
 */
export const MOST_ROWS = 100_000;

type Piece = Extract<Collected, { kind: 'evidence' }>;

/**
 * Runs a query to its end: the question and each page of the answer as evidence. A text as result: why there is no
 * answer.
 * @throws CloudError for what passes: the query is asked again when the collection goes on
 * @throws InterruptedError when the program is on its way out; what ran then was stopped
 */
export async function* answered(
  context: CollectContext,
  question: InsightsQuestion,
): AsyncGenerator<Piece, InsightsAnswer | string> {
  const input = startInput(context, question);
  const ran = await untilEnded(context, question, input);
  if (typeof ran === 'string') return ran;
  const { queryId, first } = ran;
  const place = placeOf(context, question);
  yield piece(`${place}/question.json`, Buffer.from(canonicalJson({ ...input, queryId })));
  if (typeof first === 'string') return first;
  let answer = first;
  let [rows, page] = [0, 0];
  for (;;) {
    page += 1;
    rows += Array.isArray(answer.output['results']) ? answer.output['results'].length : 0;
    yield piece(`${place}/${String(page).padStart(6, '0')}`, answer.raw);
    const nextToken = textIn(answer.output['nextToken']);
    if (nextToken === null) break;
    const next = await asOutcome(() => results(context, { queryId, nextToken }));
    if (next instanceof CloudError) return `${deniedText(next)} after ${rows} rows`;
    answer = next;
  }
  const [statistics = {}] = objectsIn([first.output['statistics'] ?? null]);
  return {
    rows,
    cut: rows >= MOST_ROWS,
    scanned: Number(statistics['recordsScanned'] ?? 0),
    bytes: Number(statistics['bytesScanned'] ?? 0),
  };
}

/** Where the pages of an answer stand in the evidence. */
export function placeOf(
  { account, region, window }: Pick<CollectContext, 'account' | 'region' | 'window'>,
  { group, query }: InsightsQuestion,
): string {
  return `aws://${account}/${region}/logs/GetQueryResults/${group}/${query.id}/${window.from}_${window.to}`;
}

/** Whole seconds, both of which belong to the window (FACTS 1.5). */
function startInput({ window }: CollectContext, { group, query }: InsightsQuestion): JsonObject {
  return {
    logGroupName: group,
    startTime: Math.floor(Date.parse(window.from) / 1000),
    endTime: Math.ceil(Date.parse(window.to) / 1000),
    queryString: insightsText(query, window.to),
    limit: MOST_ROWS,
  };
}

function piece(source: string, bytes: Uint8Array): Piece {
  return { kind: 'evidence', source, bytes, modified: null, mark: null };
}
