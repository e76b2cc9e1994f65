import { isObject, type JsonObject } from '../base/json.ts';
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
