import type { Cast } from './cast.ts';
import { cloudTrailRecord, type Call, type Caller, type CloudTrailRecord } from './cloudtrail-record.ts';
import type { Intruder } from './intruder.ts';
import { modelCall, type Moment, type Talk } from './model-call.ts';
import { HOME_REGION } from './names.ts';
import type { Random } from './random.ts';

/** One event of the incident and the signals (A1 to G12) that it should raise. */
export interface KeyedEvent {
  readonly eventId: string;
  readonly requestId: string;
  readonly time: string;
  readonly source: string;
  readonly name: string;
  readonly signals: readonly string[];
  /** The invocation log has the words of this call. */
  readonly logged: boolean;
}

/** Where the chapters of an incident are played: who is there, what time it is, and what was done so far. */
export interface Stage {
  readonly random: Random;
  readonly cast: Cast;
  readonly intruder: Intruder;
  /** The time so many minutes after the intruder's first call. */
  minute(minutes: number): number;
  call(act: Act): CloudTrailRecord;
  talk(act: Conversation): void;
  /** A row of calls without much to say about each, `every` minutes apart. */
  series(acts: Series): void;
}

export interface Act extends Omit<Call, 'time' | 'region'> {
  /** Minutes after the intruder's first call. */
  readonly at: number;
  readonly by: Caller;
  readonly region?: string;
  readonly signals?: readonly string[];
}

export interface Conversation extends Omit<Talk, 'time' | 'region'> {
  readonly at: number;
  readonly by: Caller;
  readonly region?: string;
  readonly signals?: readonly string[];
}

export interface Series {
  readonly from: number;
  readonly every: number;
  readonly by: Caller;
  readonly region?: string;
  readonly signals?: readonly string[];
  readonly calls: readonly (Pick<Act, 'service' | 'name'> & Partial<Omit<Act, 'at'>>)[];
}

/** What was played on a stage. */
export interface Played {
  readonly moments: readonly Moment[];
  readonly key: readonly KeyedEvent[];
}

export interface StageOptions {
  readonly random: Random;
  readonly cast: Cast;
  readonly intruder: Intruder;
  readonly start: number;
}

/** Opens an empty stage; `played()` gives what the chapters have put on it. */
export function createStage(options: StageOptions): Stage & { played(): Played } {
  const { random, cast, intruder } = options;
  const moments: Moment[] = [];
  const key: KeyedEvent[] = [];
  const minute = (minutes: number): number => options.start + Math.round(minutes * 60_000);
  const keep = (moment: Moment, signals: readonly string[]): void => {
    moments.push(moment);
    key.push(keyedEvent(moment, signals));
  };
  const call = ({ at, by, signals = [], region = HOME_REGION, ...rest }: Act): CloudTrailRecord => {
    const event = cloudTrailRecord(random, by, { ...rest, time: minute(at), region });
    keep({ event, time: minute(at) }, signals);
    return event;
  };
  return {
    random,
    cast,
    intruder,
    minute,
    call,
    talk: ({ at, by, signals = [], region = HOME_REGION, ...talk }) => {
      keep(modelCall(random, by, { ...talk, time: minute(at), region }), signals);
    },
    series: ({ from, every, calls, ...shared }) => {
      for (const [index, rest] of calls.entries()) {
        call({ readOnly: true, ...shared, ...rest, at: from + index * every });
      }
    },
    played: () => ({ moments, key }),
  };
}

/** The line of the answer key for a moment. */
export function keyedEvent({ event, invocation }: Moment, signals: readonly string[]): KeyedEvent {
  return {
    eventId: event.eventID,
    requestId: event.requestID,
    time: event.eventTime,
    source: event.eventSource,
    name: event.eventName,
    signals,
    logged: invocation !== undefined,
  };
}
