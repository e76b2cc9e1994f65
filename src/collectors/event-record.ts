import { isObject, type JsonObject } from '../base/json.ts';
import type { CollectContext } from '../ports/collector.ts';
import { objectsIn, textIn } from './given-pieces.ts';

/** An event as event history tells of it. */
export interface HistoryEvent {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly time: string;
  readonly name: string;
  /** SHA-256 of the page it stands on. */
  readonly evidence: string;
  readonly principal: string | null;
  readonly address: string | null;
  readonly failed: boolean;
}

/** The pages of event history that are kept of a Region, by their SHA-256: of the whole, and of one attribute each. */
export async function* historyPages(
  { kept, account }: Pick<CollectContext, 'kept' | 'account'>,
  region: string,
): AsyncGenerator<string> {
  const folder = `aws://${account}/${region}/cloudtrail/LookupEvents`;
  for (const collector of ['cloudtrail-event-history', 'cloudtrail-events-of-one'])
    for await (const { sha256 } of kept.records(collector, folder)) yield sha256;
}

/** The events of a page of LookupEvents, as it came over the wire. */
export function historyEvents(page: Uint8Array, evidence: string): readonly HistoryEvent[] {
  const answer = jsonOf(page);
  return objectsIn(answer['Events'] as JsonObject[string]).flatMap(({ CloudTrailEvent }) => {
    const record = jsonOf(Buffer.from(textIn(CloudTrailEvent) ?? ''));
    const id = textIn(record['eventID']);
    const time = textIn(record['eventTime']);
    if (id === null || time === null) return [];
    const identity = record['userIdentity'];
    return [
      {
        id,
        time,
        name: textIn(record['eventName']) ?? '',
        evidence,
        principal: isObject(identity) && typeof identity['arn'] === 'string' ? identity['arn'] : null,
        address: textIn(record['sourceIPAddress']),
        failed: textIn(record['errorCode']) !== null,
      },
    ];
  });
}

/** A call that event history tells of, with what it was given. */
export interface HistoryRequest {
  readonly name: string;
  readonly time: string;
  readonly failed: boolean;
  readonly parameters: JsonObject;
}

/** The calls of these names in the Region that event history told of, oldest first. */
export async function historyRequests(
  { kept, account, region }: Pick<CollectContext, 'kept' | 'account' | 'region'>,
  names: readonly string[],
): Promise<readonly HistoryRequest[]> {
  const found = new Map<string, HistoryRequest>();
  for await (const sha256 of historyPages({ kept, account }, region)) {
    const page = Buffer.from(await kept.read(sha256));
    // Nearly every page has none of them: it need not be parsed.
    if (!names.some((name) => page.includes(name))) continue;
    for (const { CloudTrailEvent } of objectsIn(jsonOf(page)['Events'])) {
      const record = jsonOf(Buffer.from(textIn(CloudTrailEvent) ?? ''));
      const name = textIn(record['eventName']) ?? '';
      if (!names.includes(name)) continue;
      const parameters = record['requestParameters'];
      found.set(textIn(record['eventID']) ?? '', {
        name,
        time: textIn(record['eventTime']) ?? '',
        failed: textIn(record['errorCode']) !== null,
        parameters: isObject(parameters) ? parameters : {},
      });
    }
  }
  return [...found.values()].toSorted((a, b) => a.time.localeCompare(b.time));
}

/** The eventIDs of a log file's records; what is no log file has none. */
export function recordIds(file: Uint8Array): readonly string[] {
  return objectsIn(jsonOf(file)['Records']).flatMap(({ eventID }) =>
    typeof eventID === 'string' ? [eventID] : [],
  );
}

function jsonOf(bytes: Uint8Array): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return isObject(value) ? (value as JsonObject) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
