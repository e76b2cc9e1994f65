import type { JsonObject } from '../base/json.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext } from '../ports/collector.ts';
import { deniedText, orDenied, textIn } from './given-pieces.ts';
import type { InsightsQuery } from './insights-queries.ts';

/** A query of one log group. */
export interface InsightsQuestion {
  readonly group: string;
  readonly query: InsightsQuery;
}

export type Answer = Awaited<ReturnType<CollectContext['fetch']>>;

export function start({ fetch }: CollectContext, input: JsonObject): Promise<Answer> {
  return fetch({ service: 'cloudwatch-logs', operation: 'StartQuery', input });
}

export function queryIdOf({ output }: Answer): string {
  return textIn(output['queryId']) ?? '';
}

export function results({ fetch }: CollectContext, input: JsonObject): Promise<Answer> {
  return fetch({ service: 'cloudwatch-logs', operation: 'GetQueryResults', input });
}

export function stop({ fetch }: CollectContext, queryId: string, signal?: AbortSignal): Promise<Answer> {
  const call = { service: 'cloudwatch-logs', operation: 'StopQuery', input: { queryId } };
  return fetch(call, signal === undefined ? {} : { signal });
}

/** Refusals that waiting does not mend are outcomes of the query. @throws CloudError for every other failure */
export async function asOutcome<T>(call: () => Promise<T>): Promise<T | CloudError> {
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

/** Why there is no answer, for the coverage. */
export function saidOf(error: CloudError): string {
  const { why } = error;
  return error.fault.code === 'MalformedQueryException' && why !== undefined
    ? `${deniedText(error)} (${why})`
    : deniedText(error);
}
