import type { Json, JsonObject } from '../base/json.ts';

/**
 * One call to an AWS API, as data. `service` is the client's name in the AWS SDK for JavaScript (`iam`,
 * `cloudwatch-logs`), `operation` the API's (`UpdateAccessKey`). What JSON cannot say is said by a marked object:
 * `{"$date": "2026-01-15T09:00:00.000Z"}`, `{"$bytes": "<base64>"}`, and in plans also `{"$secret": "password"}`
 * (made when the plan runs, never stored) and `{"$result": [0, "Policy", "Id"]}` (from the answer of an earlier call).
 */
export interface CloudCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: JsonObject;
}

/** What came back of a call. `output` has dates as ISO 8601 text and bytes as `{"$bytes": …}`. */
export interface CloudAnswer {
  readonly output: JsonObject;
  readonly requestId: string | null;
  /** The body as it came over the wire, byte for byte, where the adapter was asked to keep it. */
  readonly raw: Uint8Array | null;
}

/** A call that was made, as the journal has it: an event is ours only if its request id stands here. */
export interface MadeCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly requestId: string | null;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The error code, or null when it went through. */
  readonly error: string | null;
}

/** `iam:UpdateAccessKey`. */
export function callName({ service, operation }: Pick<CloudCall, 'service' | 'operation'>): string {
  return `${service}:${operation}`;
}

/** The one member of an object that stands for something JSON cannot say, or null for any other value. */
export function markedValue(value: Json): { readonly mark: string; readonly value: Json } | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const [entry, ...others] = Object.entries(value as JsonObject);
  if (entry === undefined || others.length > 0 || !entry[0].startsWith('$')) return null;
  return { mark: entry[0], value: entry[1] };
}
