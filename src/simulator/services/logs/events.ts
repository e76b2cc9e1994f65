import type { FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { eventsOf, type StreamedEvent } from '../../world/log-events.ts';
import type { LogGroup } from '../../world/logs-state.ts';
import { offsetOf, tokenAt } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import { filterPattern } from './filter-pattern.ts';
import { groupOf, invalid, type LogsHandlers } from './handlers.ts';
import { streamOf } from './streams.ts';

/** What one page of FilterLogEvents looks through: with nothing found in it, the page is empty and has a token. */
const LOOKED_THROUGH = 10_000;
const PAGE_BYTES = 1_048_576;

/** The events of log groups, by stream or searched. */
export function eventHandlers({ logs }: World): LogsHandlers {
  return {
    GetLogEvents: (input, { region, now }) => {
      const group = groupOf(logs(region), input.logGroupName ?? input.logGroupIdentifier);
      const stream = streamOf(group, input.logStreamName);
      const { startTime = 0, endTime = Infinity, limit = LOOKED_THROUGH, startFromHead = false } = input;
      const all = eventsOf(group, now, (own) => own === stream).filter(
        ({ event }) => event.timestamp >= startTime && event.timestamp < endTime,
      );
      const question = `GetLogEvents ${group.arn} ${stream.name} ${startTime} ${endTime}`;
      const { from, to } = window(input.nextToken, question, { length: all.length, limit, startFromHead });
      return {
        events: all.slice(from, to).map(({ event }) => ({
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.ingestedAt,
        })),
        // At either end the token that was given comes back.
        nextForwardToken: `f/${tokenAt(to, question)}`,
        nextBackwardToken: `b/${tokenAt(from, question)}`,
      };
    },
    FilterLogEvents: (input, { region, now }) => {
      const group = groupOf(logs(region), input.logGroupName ?? input.logGroupIdentifier);
      const { from, question } = placeOf(group, input);
      const limit = input.limit ?? LOOKED_THROUGH;
      const all = searched(group, input, now);
      const { found, at } = search(all, { from, limit, matches: filterPattern(input.filterPattern) });
      return {
        events: found.map(({ event, stream }) => ({
          logStreamName: stream.name,
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.ingestedAt,
          eventId: event.id,
        })),
        searchedLogStreams: [],
        nextToken: at < all.length ? tokenAt(at, question) : undefined,
      };
    },
  };
}

function searched(
  group: LogGroup,
  input: FilterLogEventsCommandInput,
  now: number,
): readonly StreamedEvent[] {
  const {
    logStreamNames: names,
    logStreamNamePrefix: prefix = '',
    startTime = 0,
    endTime = Infinity,
  } = input;
  if (names !== undefined && prefix !== '')
    throw invalid('Cannot specify both logStreamNames and logStreamNamePrefix.');
  for (const name of names ?? []) streamOf(group, name);
  const wanted = (name: string): boolean => name.startsWith(prefix) && (names?.includes(name) ?? true);
  return eventsOf(group, now, ({ name }) => wanted(name)).filter(
    ({ event }) => event.timestamp >= startTime && event.timestamp <= endTime,
  );
}

/** A token is good for the same search only. */
function placeOf(
  { arn }: LogGroup,
  { nextToken, limit: _limit, ...asked }: FilterLogEventsCommandInput,
): { readonly from: number; readonly question: string } {
  const question = `FilterLogEvents ${arn} ${JSON.stringify(asked)}`;
  const from = offsetOf(nextToken, question);
  if (from === null) throw invalid('The specified nextToken is invalid.');
  return { from, question };
}

/** Goes on from a place until the page is full, big enough, or enough was looked through. */
function search(
  all: readonly StreamedEvent[],
  {
    from,
    limit,
    matches,
  }: { readonly from: number; readonly limit: number; readonly matches: (message: string) => boolean },
): { readonly found: readonly StreamedEvent[]; readonly at: number } {
  const found: StreamedEvent[] = [];
  let bytes = 0;
  let at = from;
  for (const own of all.slice(from, from + LOOKED_THROUGH)) {
    const fits = matches(own.event.message);
    if (found.length === limit) break;
    if (fits && found.length > 0 && bytes + own.event.message.length > PAGE_BYTES) break;
    if (fits) found.push(own);
    if (fits) bytes += own.event.message.length;
    at += 1;
  }
  return { found, at };
}

/** Which part of a stream a page shows: from its head, from its tail, or on from a token in the token's direction. */
function window(
  token: string | undefined,
  question: string,
  {
    length,
    limit,
    startFromHead,
  }: { readonly length: number; readonly limit: number; readonly startFromHead: boolean },
): { readonly from: number; readonly to: number } {
  const at = offsetOf(token?.slice(2), question);
  if (at === null) throw invalid('The specified nextToken is invalid.');
  const backward = token === undefined ? !startFromHead : token.startsWith('b/');
  const start = token === undefined && backward ? length : at;
  return backward
    ? { from: Math.max(0, start - limit), to: start }
    : { from: start, to: Math.min(length, start + limit) };
}
