import { LimitExceededException, ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs';
import { isObject } from '../../../base/json.ts';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { eventsOf, type StreamedEvent } from '../../world/log-events.ts';
import type { LogGroup, LogsQuery } from '../../world/logs-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { parsed } from './filter-pattern.ts';
import { groupOf, invalid, type LogsHandlers } from './handlers.ts';
import type { Fields, Value } from './insights-filter.ts';
import { readQuery, runQuery } from './insights-query.ts';

/** Of a query, and of one answer: the rest comes by nextToken. */
const MOST_ROWS = 100_000;
const PAGE_ROWS = 10_000;
const MOST_GROUPS = 50;
const MOST_RUNNING = 100;

/** Queries of Logs Insights. The first look at one finds it running, the next its results. */
export function queryHandlers({ logs, random, accountId }: World): LogsHandlers {
  return {
    StartQuery: (input, call) => {
      const state = logs(call.region);
      if (input.queryLanguage !== undefined && input.queryLanguage !== 'CWLI')
        throw new WireError(
          'NotImplemented',
          `CloudWatch Logs: queries in ${input.queryLanguage} are not part of the simulated account`,
          501,
        );
      const [from, to] = [given(input.startTime, 'startTime'), given(input.endTime, 'endTime')];
      if (from > to) throw invalid('End time should not be less than start time.');
      const groups = [input.logGroupName ?? [], input.logGroupNames ?? [], input.logGroupIdentifiers ?? []]
        .flat()
        .map((identifier) => groupOf(state, identifier));
      if (groups.length === 0) throw invalid('At least one log group must be specified.');
      if (groups.length > MOST_GROUPS) throw invalid('At most 50 log groups can be queried.');
      if ([...state.queries.values()].filter(({ status }) => status === 'Running').length >= MOST_RUNNING)
        throw new LimitExceededException(because('Too many queries are running.'));
      const query = readQuery(given(input.queryString, 'queryString'));
      const events = groups.flatMap((group) => within(group, { from, to, accountId }, call));
      const limit = input.limit ?? PAGE_ROWS;
      if (limit < 1 || limit > MOST_ROWS) throw invalid('The limit must be between 1 and 100000.');
      const { rows, matched } = runQuery(query, events, limit);
      const id = random.uuid();
      const statistics = {
        recordsMatched: matched,
        recordsScanned: events.length,
        bytesScanned: events.reduce((sum, fields) => sum + String(fields('@message')).length, 0),
        logGroupsScanned: groups.length,
      };
      state.queries.set(id, { id, rows, statistics, status: 'Running' });
      return { queryId: id };
    },
    GetQueryResults: ({ queryId, nextToken, maxItems }, { region }) => {
      const query = queryOf(logs(region).queries, queryId);
      const { status } = query;
      if (status === 'Running') query.status = 'Complete';
      if (status !== 'Complete') return { queryLanguage: 'CWLI', status, results: [] };
      const from = nextToken === undefined ? 0 : placeIn(nextToken, query);
      const to = from + Math.min(maxItems ?? PAGE_ROWS, PAGE_ROWS);
      const results = query.rows.slice(from, to).map((row) => [...row]);
      const more = to < query.rows.length ? { nextToken: tokenFor(query, to) } : {};
      return { queryLanguage: 'CWLI', status, results, statistics: query.statistics, ...more };
    },
    StopQuery: ({ queryId }, { region }) => {
      const query = queryOf(logs(region).queries, queryId);
      if (query.status !== 'Running')
        throw invalid('The specified query is not running; it has completed, failed or been cancelled.');
      query.status = 'Cancelled';
      return { success: true };
    },
  };
}

function queryOf(queries: Map<string, LogsQuery>, id: string | undefined): LogsQuery {
  const found = queries.get(given(id, 'queryId'));
  if (found === undefined) throw new ResourceNotFoundException(because(`QueryId ${id} does not exist.`));
  return found;
}

function tokenFor({ id }: LogsQuery, at: number): string {
  return Buffer.from(`${id} ${at}`).toString('base64');
}

function placeIn(token: string, { id }: LogsQuery): number {
  const [own, at] = Buffer.from(token, 'base64').toString().split(' ');
  if (own !== id) throw invalid('The specified nextToken is invalid.');
  return Number(at);
}

interface Span {
  /** Seconds since 1970, as StartQuery takes them; both ends belong to it. */
  readonly from: number;
  readonly to: number;
  readonly accountId: string;
}

function within(group: LogGroup, { from, to, accountId }: Span, { now }: Call): readonly Fields[] {
  return eventsOf(group, now, () => true)
    .filter(({ event }) => event.timestamp >= from * 1000 && event.timestamp <= to * 1000)
    .map((own) => fieldsOf(own, `${accountId}:${group.name}`));
}

/** An event's own fields, and those of its message where that is JSON. */
function fieldsOf({ event, stream }: StreamedEvent, log: string): Fields {
  const own: Readonly<Record<string, Value>> = {
    '@timestamp': event.timestamp,
    '@ingestionTime': event.ingestedAt,
    '@message': event.message,
    '@logStream': stream.name,
    '@log': log,
    '@ptr': Buffer.from(event.id).toString('base64'),
  };
  const message = parsed(event.message);
  return (name) => (name.startsWith('@') ? own[name] : discovered(message, name));
}

/** `input.inputTokenCount`, `content.0.text`. */
function discovered(message: unknown, name: string): Value {
  let value = message;
  for (const step of name.split('.')) {
    if (Array.isArray(value)) value = value[Number(step)] as unknown;
    else value = isObject(value) ? value[step] : undefined;
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
