import { Readable } from 'node:stream';
import { InternalError } from '../base/errors.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { markedValue } from '../model/cloud-call.ts';

/** What an SDK command takes: marked values become dates and bytes. @throws InternalError for a mark that was left unresolved */
export function toSdk(value: Json): unknown {
  const marked = markedValue(value);
  if (marked !== null) {
    if (marked.mark === '$date' && typeof marked.value === 'string') return new Date(marked.value);
    if (marked.mark === '$bytes' && typeof marked.value === 'string')
      return Buffer.from(marked.value, 'base64');
    if (marked.mark === '$secret' || marked.mark === '$result')
      throw new InternalError(`a call was to be made with an unresolved ${marked.mark}`);
  }
  if (Array.isArray(value)) return value.map((item: Json) => toSdk(item));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([name, member]) => [name, toSdk(member)]),
    );
  return value;
}

/** An SDK command's output as JSON: dates as ISO 8601, bytes as `{"$bytes": …}`, streams read to their end. */
export async function fromSdk(value: unknown): Promise<Json> {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array)
    return { $bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  if (value instanceof Readable) return fromSdk(await bytesOf(value));
  if (Array.isArray(value)) return Promise.all(value.map((item: unknown) => fromSdk(item)));
  if (typeof value === 'object') {
    if (Symbol.asyncIterator in value) return eventsOf(value as AsyncIterable<unknown>);
    const members = await Promise.all(
      Object.entries(value)
        .filter(
          ([name, member]) => name !== '$metadata' && member !== undefined && typeof member !== 'function',
        )
        .map(async ([name, member]) => [name, await fromSdk(unsigned(name, member))] as const),
    );
    return Object.fromEntries(members);
  }
  return typeof value === 'bigint' ? Number(value) : (value as Json);
}

/** Whoever has an address that was signed for a while may fetch what it names: only where it leads is told. */
function unsigned(name: string, member: unknown): unknown {
  return name === 'Location' && typeof member === 'string' && SIGNED.test(member)
    ? member.replace(/\?.*$/s, '')
    : member;
}

const SIGNED = /^https?:\/\/[^\s?]+\?\S*X-Amz-Signature=/;

/** All that a stream has. */
export async function bytesOf(stream: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(typeof part === 'string' ? Buffer.from(part) : part);
  return Buffer.concat(parts);
}

async function eventsOf(stream: AsyncIterable<unknown>): Promise<Json> {
  const events: Json[] = [];
  for await (const event of stream) events.push(await fromSdk(event));
  return events;
}
