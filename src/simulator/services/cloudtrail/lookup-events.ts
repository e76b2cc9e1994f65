import {
  InvalidLookupAttributesException,
  InvalidMaxResultsException,
  InvalidNextTokenException,
  InvalidTimeRangeException,
  ThrottlingException,
  type Event,
  type LookupAttribute,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { sha256 } from '../../../base/hashing.ts';
import type { CloudTrailRecord } from '../../story/cloudtrail-record.ts';
import type { Call } from '../../world/call.ts';
import type { TrackedEvent } from '../../world/trail-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { resourcesOf, textAt, userNameOf } from './event-fields.ts';

const NINETY_DAYS = 90 * 86_400_000;
const PAGE = 50;

/** LookupEvents with its quota, for one account. */
export function lookupEvents(
  world: World,
): (input: LookupEventsCommandInput, call: Call) => { Events: Event[]; NextToken?: string } {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (input, call) => {
    takeToken(world, buckets, call.region);
    const size = pageSize(input.MaxResults);
    const attribute = oneAttribute(input.LookupAttributes);
    const question = sha256(
      JSON.stringify([
        call.region,
        input.LookupAttributes,
        input.StartTime,
        input.EndTime,
        input.EventCategory,
      ]),
    ).slice(0, 16);
    // Insights events are a category of their own; the account has none.
    if (input.EventCategory === 'insight') return { Events: [] };
    const before = positionOf(input.NextToken, question);
    const found = newestFirst(world, {
      ...rangeOf(input, call, world),
      region: call.region,
      attribute,
      before,
      size: size + 1,
    });
    const page = found.slice(0, size);
    const last = page.at(-1);
    const next = found.length > size && last !== undefined ? { NextToken: tokenOf(question, last) } : {};
    return { Events: page.map(eventShape), ...next };
  };
}

/** Two calls a second per Region; the quota is measured in real time. */
function takeToken(
  { realNow, quotas }: World,
  buckets: Map<string, { tokens: number; at: number }>,
  region: string,
): void {
  const most = quotas.lookupsPerSecond;
  const now = realNow();
  const bucket = buckets.get(region) ?? { tokens: most, at: now };
  const tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * most);
  buckets.set(region, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
  if (tokens < 1) throw new ThrottlingException(because('Rate exceeded'));
}

function pageSize(asked: number | undefined): number {
  if (asked !== undefined && (asked < 1 || asked > PAGE)) {
    throw new InvalidMaxResultsException(because(`The value for MaxResults must be between 1 and ${PAGE}.`));
  }
  return asked ?? PAGE;
}

function oneAttribute(attributes: readonly LookupAttribute[] | undefined): LookupAttribute | undefined {
  if (attributes !== undefined && attributes.length > 1)
    throw new InvalidLookupAttributesException(because('You can only specify one lookup attribute.'));
  const [attribute] = attributes ?? [];
  if (attribute !== undefined && !Object.hasOwn(MATCHERS, attribute.AttributeKey ?? '')) {
    throw new InvalidLookupAttributesException(
      because(`${attribute.AttributeKey} is not a lookup attribute.`),
    );
  }
  return attribute;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ninety days back, and never later than what has been delivered. */
function rangeOf({ StartTime, EndTime }: LookupEventsCommandInput, call: Call, { delays }: World): Range {
  const start = StartTime?.getTime() ?? -Infinity;
  const end = EndTime?.getTime() ?? Infinity;
  if (start > end)
    throw new InvalidTimeRangeException(because('The start time must be before the end time.'));
  return { from: Math.max(start, call.now - NINETY_DAYS), to: Math.min(end, call.now - delays.lookup) };
}

interface Search extends Range {
  readonly region: string;
  readonly attribute: LookupAttribute | undefined;
  readonly before: Position | undefined;
  readonly size: number;
}

/** A page goes on before the last event of the page before, so that events that came in meanwhile shift nothing. */
interface Position {
  readonly time: number;
  readonly eventId: string;
}

function newestFirst({ trail }: World, search: Search): readonly TrackedEvent[] {
  const matches = matcherOf(search.attribute);
  const found: TrackedEvent[] = [];
  let waiting = search.before !== undefined;
  const last = lastUntil(trail.events, Math.min(search.to, search.before?.time ?? Infinity));
  for (let index = last; index >= 0 && found.length < search.size; index -= 1) {
    const event = trail.events[index];
    if (event === undefined || event.time < search.from) break;
    if (waiting && event.time === search.before?.time) {
      if (event.record.eventID === search.before.eventId) waiting = false;
      continue;
    }
    waiting = false;
    if (event.record.awsRegion === search.region && event.record.managementEvent && matches(event.record))
      found.push(event);
  }
  return found;
}

/** Where the last event of that time or earlier stands; -1 = there is none. Events stand in the order of time. */
function lastUntil(events: readonly TrackedEvent[], time: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.time ?? Infinity) > time) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

const MATCHERS = {
  EventId: (record, value) => record.eventID === value,
  EventName: (record, value) => record.eventName === value,
  ReadOnly: (record, value) => String(record.readOnly) === value,
  Username: (record, value) => userNameOf(record) === value,
  ResourceType: (record, value) => resourcesOf(record).some(({ ResourceType }) => ResourceType === value),
  ResourceName: (record, value) => resourcesOf(record).some(({ ResourceName }) => ResourceName === value),
  EventSource: (record, value) => record.eventSource === value,
  AccessKeyId: (record, value) => textAt(record.userIdentity, 'accessKeyId') === value,
} as const satisfies Readonly<Record<string, (record: CloudTrailRecord, value: string) => boolean>>;

function matcherOf(attribute: LookupAttribute | undefined): (record: CloudTrailRecord) => boolean {
  const matcher = Object.entries(MATCHERS).find(([key]) => key === attribute?.AttributeKey)?.[1];
  const value = attribute?.AttributeValue;
  if (matcher === undefined || value === undefined) return () => true;
  return (record) => matcher(record, value);
}

function eventShape({ record, time }: TrackedEvent): Event {
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    AccessKeyId: textAt(record.userIdentity, 'accessKeyId'),
    EventTime: new Date(Math.floor(time / 1000) * 1000),
    EventSource: record.eventSource,
    Username: userNameOf(record),
    Resources: [...resourcesOf(record)],
    CloudTrailEvent: JSON.stringify(record),
  };
}

function tokenOf(question: string, { time, record }: TrackedEvent): string {
  return Buffer.from(`${question}/${time}/${record.eventID}`).toString('base64url');
}

function positionOf(token: string | undefined, question: string): Position | undefined {
  if (token === undefined) return undefined;
  const [own, time = '', eventId = ''] = Buffer.from(token, 'base64url').toString('latin1').split('/');
  if (own !== question || !/^\d+$/.test(time))
    throw new InvalidNextTokenException(
      because('Invalid token: it belongs to a call with other parameters, or to none.'),
    );
  return { time: Number(time), eventId };
}
