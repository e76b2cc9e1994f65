import {
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  type LogStream as Shown,
} from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../../world/given.ts';
import { appendLogEvents, expire } from '../../world/log-events.ts';
import type { LogGroup, LogStream } from '../../world/logs-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { countMatches } from './metric-counts.ts';
import { groupOf, invalid, page, type LogsHandlers } from './handlers.ts';

const DAY = 86_400_000;
const TWO_HOURS = 7_200_000;
const MOST_LINES = 10_000;

/** Log streams, and what is written to them. */
export function streamHandlers({ logs, metrics }: World): LogsHandlers {
  return {
    CreateLogStream: ({ logGroupName, logStreamName }, { region, now }) => {
      const { streams } = groupOf(logs(region), logGroupName);
      const name = given(logStreamName, 'logStreamName');
      if (streams.has(name))
        throw new ResourceAlreadyExistsException(because('The specified log stream already exists'));
      streams.set(name, { name, createdAt: now, events: [] });
      return {};
    },
    DeleteLogStream: ({ logGroupName, logStreamName }, { region }) => {
      const group = groupOf(logs(region), logGroupName);
      group.streams.delete(streamOf(group, logStreamName).name);
      return {};
    },
    DescribeLogStreams: (input, { region, now }) => {
      const { logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending = false } = input;
      if (prefix !== undefined && orderBy === 'LastEventTime')
        throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
      const group = groupOf(logs(region), input.logGroupName ?? input.logGroupIdentifier);
      expire(group, now);
      const sorted = [...group.streams.values()]
        .filter(({ name }) => name.startsWith(prefix ?? ''))
        .toSorted((a, b) =>
          orderBy === 'LastEventTime' ? lastOf(a, now) - lastOf(b, now) : a.name < b.name ? -1 : 1,
        );
      const wanted = descending ? sorted.toReversed() : sorted;
      const question = `DescribeLogStreams ${group.arn} ${prefix} ${orderBy} ${descending}`;
      const { items, next } = page(wanted, question, input);
      return { logStreams: items.map((stream) => shown(group, stream, now)), nextToken: next };
    },
    PutLogEvents: ({ logGroupName, logStreamName, logEvents }, { region, now }) => {
      const group = groupOf(logs(region), logGroupName);
      const { name } = streamOf(group, logStreamName);
      const lines = given(logEvents, 'logEvents').map(({ timestamp, message }) => ({
        timestamp: given(timestamp, 'timestamp'),
        message: given(message, 'message'),
      }));
      if (lines.length === 0 || lines.length > MOST_LINES)
        throw invalid('1 validation error detected: logEvents must have between 1 and 10000 members');
      if (lines.some((line, at) => line.timestamp < (lines[at - 1]?.timestamp ?? 0)))
        throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
      const oldest = now - Math.min(14, group.retentionInDays ?? 14) * DAY;
      const tooOld = lines.filter(({ timestamp }) => timestamp < oldest).length;
      const tooNew = lines.findIndex(({ timestamp }) => timestamp > now + TWO_HOURS);
      const taken = lines.slice(tooOld, tooNew < 0 ? undefined : tooNew);
      appendLogEvents(group, { stream: name, lines: taken, now });
      countMatches(metrics(region), group, taken);
      if (taken.length === lines.length) return {};
      return {
        rejectedLogEventsInfo: {
          ...(tooOld === 0 ? {} : { tooOldLogEventEndIndex: tooOld }),
          ...(tooNew < 0 ? {} : { tooNewLogEventStartIndex: tooNew }),
        },
      };
    },
  };
}

/** Finds a stream by its name. */
export function streamOf({ streams }: LogGroup, name: string | undefined): LogStream {
  const found = streams.get(given(name, 'logStreamName'));
  if (found === undefined)
    throw new ResourceNotFoundException(because('The specified log stream does not exist.'));
  return found;
}

function lastOf({ events }: LogStream, now: number): number {
  return events.findLast(({ ingestedAt }) => ingestedAt <= now)?.timestamp ?? 0;
}

function shown({ arn }: LogGroup, { name, createdAt, events }: LogStream, now: number): Shown {
  const seen = events.filter(({ ingestedAt }) => ingestedAt <= now);
  const [first, last] = [seen[0], seen.at(-1)];
  return {
    logStreamName: name,
    creationTime: createdAt,
    arn: `${arn}:log-stream:${name}`,
    storedBytes: 0,
    ...(first === undefined || last === undefined
      ? {}
      : {
          firstEventTimestamp: first.timestamp,
          lastEventTimestamp: last.timestamp,
          lastIngestionTime: last.ingestedAt,
        }),
  };
}
