import type { JsonObject } from '../base/json.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected } from '../ports/collector.ts';
import { deniedText, objectsIn, orDenied, textIn } from './given-pieces.ts';
import { insightsText, type InsightsQuery } from './insights-queries.ts';

/** What became of one query, for the coverage. */
export interface InsightsAnswer {
  readonly rows: number;
  /** Whether more rows may be there than Insights delivers. */
  readonly cut: boolean;
  readonly scanned: number;
  readonly bytes: number;
}

/** A query of one log group. */
export interface InsightsQuestion {
  readonly group: string;
  readonly query: InsightsQuery;
}

/**
 * Rows of one query at most, and of one answer: 100,000 in pages of 10,000 for this query language, by the API's own
 * description (FACTS 1.5; older pages name 10,000 as the most, which is the size of a page today).
 */
export const MOST_ROWS = 100_000;
/** Looks at a query that is under way get rarer; after this long it is stopped. AWS stops it after 60 minutes. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10_000;
const LONGEST_RUN = 15 * 60_000;
/** So many queries may run in an account at once: when others fill the places, this one waits. */
const BUSY_WAIT = 15_000;
const BUSY_TRIES = 20;

type Piece = Extract<Collected, { kind: 'evidence' }>;

/**
 * Runs a query to its end: the question and each page of the answer as evidence. A text as result: why there is no
 * answer.
 * @throws CloudError for what passes: the query is asked again when the collection goes on
 */
export async function* answered(
  context: CollectContext,
  question: InsightsQuestion,
): AsyncGenerator<Piece, InsightsAnswer | string> {
  const input = startInput(context, question);
  const started = await start(context, input);
  if (typeof started === 'string') return started;
  const { queryId } = started;
  const place = placeOf(context, question);
  const asked = { ...input, queryId };
  yield piece(`${place}/question.json`, Buffer.from(canonicalJson(asked)));
  const first = await finished(context, queryId);
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

async function start(
  { fetch, wait }: CollectContext,
  input: JsonObject,
): Promise<{ readonly queryId: string } | string> {
  for (let tries = 1; ; tries += 1) {
    const answer = await asOutcome(() =>
      fetch({ service: 'cloudwatch-logs', operation: 'StartQuery', input }),
    );
    if (!(answer instanceof CloudError)) return { queryId: textIn(answer.output['queryId']) ?? '' };
    const busy = answer.fault.code === 'LimitExceededException';
    if (!busy || tries === BUSY_TRIES) return saidOf(answer);
    await wait(BUSY_WAIT);
  }
}

type Answer = Awaited<ReturnType<CollectContext['fetch']>>;

async function finished(context: CollectContext, queryId: string): Promise<Answer | string> {
  let waited = 0;
  for (let pause = FIRST_WAIT; waited < LONGEST_RUN; pause = Math.min(pause * 2, LONGEST_WAIT)) {
    const answer = await asOutcome(() => results(context, { queryId }));
    if (answer instanceof CloudError) return saidOf(answer);
    const status = textIn(answer.output['status']) ?? 'Unknown';
    if (status === 'Complete') return answer;
    if (status !== 'Running' && status !== 'Scheduled') return `the query ended as ${status}`;
    await context.wait(pause);
    waited += pause;
  }
  const stopped = await asOutcome(() =>
    context.fetch({ service: 'cloudwatch-logs', operation: 'StopQuery', input: { queryId } }),
  );
  const how =
    stopped instanceof CloudError ? `and could not be stopped (${saidOf(stopped)})` : 'and was stopped';
  return `the query still ran after ${LONGEST_RUN / 60_000} minutes ${how}; a shorter window takes less`;
}

function results({ fetch }: CollectContext, input: JsonObject): Promise<Answer> {
  return fetch({ service: 'cloudwatch-logs', operation: 'GetQueryResults', input });
}

/** Refusals that waiting does not mend are outcomes of the query. @throws CloudError for every other failure */
async function asOutcome<T>(call: () => Promise<T>): Promise<T | CloudError> {
  try {
    return await orDenied(call);
  } catch (error) {
    if (error instanceof CloudError && OUTCOMES.has(error.fault.code)) return error;
    throw error;
  }
}

/** Among them a window that lies before the log group was made, which Insights calls malformed. */
const OUTCOMES: ReadonlySet<string> = new Set([
  'LimitExceededException',
  'MalformedQueryException',
  'InvalidParameterException',
]);

function saidOf(error: CloudError): string {
  const { why } = error;
  return error.fault.code === 'MalformedQueryException' && why !== undefined
    ? `${deniedText(error)} (${why})`
    : deniedText(error);
}

function piece(source: string, bytes: Uint8Array): Piece {
  return { kind: 'evidence', source, bytes, modified: null, mark: null };
}
