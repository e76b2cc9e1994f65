import { sha256 } from '../../base/hashing.ts';
import type { LogEvent, LogGroup, LogStream } from './logs-state.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;

/** A line to be logged. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
  /** When the service took it in; now unless given. Nobody sees a line before. */
  readonly ingestedAt?: number;
}

interface Destination {
  readonly region: string;
  readonly group: string;
  readonly stream: string;
}

/**
 * Has a service of the account write to a log group; the stream is made when it is not there.
 * @returns whether there is such a group: where there is none, the delivery failed
 */
export function writeLogs(
  world: Pick<World, 'logs' | 'clock'>,
  { region, group, stream }: Destination,
  lines: readonly LogLine[],
): boolean {
  const found = world.logs(region).groups.get(group);
  if (found === undefined) return false;
  appendLogEvents(found, { stream, lines, now: world.clock.now() });
  return true;
}

/** Puts lines where their time belongs; lines that come in order go to the end. */
export function appendLogEvents(
  group: LogGroup,
  {
    stream: name,
    lines,
    now,
  }: { readonly stream: string; readonly lines: readonly LogLine[]; readonly now: number },
): void {
  const stream = group.streams.get(name) ?? { name, createdAt: now, events: [] };
  group.streams.set(name, stream);
  for (const { timestamp, message, ingestedAt = now } of lines) {
    const id = eventId(timestamp, `${group.arn}/${name}/${stream.events.length}/${message}`);
    const at = stream.events.findLastIndex((other) => other.timestamp <= timestamp);
    stream.events.splice(at + 1, 0, { id, timestamp, message, ingestedAt });
  }
}

/** An event and the stream it is in. */
export interface StreamedEvent {
  readonly stream: LogStream;
  readonly event: LogEvent;
}

/** The events of the streams asked for, in the order of time. */
export function eventsOf(
  group: LogGroup,
  now: number,
  wanted: (stream: LogStream) => boolean,
): readonly StreamedEvent[] {
  expire(group, now);
  return [...group.streams.values()]
    .filter(wanted)
    .flatMap((stream) => stream.events.map((event) => ({ stream, event })))
    .filter(({ event }) => event.ingestedAt <= now)
    .toSorted((a, b) => a.event.timestamp - b.event.timestamp);
}

/** Drops what is older than the retention: it does not come back when the retention is raised again. */
export function expire({ retentionInDays, streams }: LogGroup, now: number): void {
  if (retentionInDays === undefined) return;
  const oldest = now - retentionInDays * DAY;
  for (const { events } of streams.values()) {
    const kept = events.findIndex(({ timestamp }) => timestamp >= oldest);
    events.splice(0, kept < 0 ? events.length : kept);
  }
}

/** 56 digits, as CloudWatch Logs has them; they sort by time. */
function eventId(timestamp: number, what: string): string {
  const digits = BigInt(`0x${sha256(what).slice(0, 32)}`).toString();
  return `${String(timestamp).padStart(17, '3')}${digits.padStart(39, '0').slice(-39)}`;
}
