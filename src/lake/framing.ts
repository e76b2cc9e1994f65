import { isSpace, skipSpace, stringEnd, valueEnd } from '../base/json-spans.ts';
import type { Framing } from '../ports/reader.ts';

/** The members under which exports keep their records. */
const ENVELOPES = new Set(['Records', 'records', 'Events', 'events', 'logEvents']);
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** A line of a log group exported to S3: a time, a space, the event. */
const EXPORT_LINE = /^\d{4}-\d\d-\d\dT[\d:.]+Z\s+$/;

/** How a file's top level is built, and where its first record starts (or would). */
export interface Frame {
  readonly framing: Framing;
  readonly start: number;
}

/** Looks at the beginning of a file; `bytes` may end anywhere. */
export function frameOf(bytes: Buffer): Frame {
  const at = skipSpace(bytes, bytes.subarray(0, 3).equals(BOM) ? 3 : 0);
  if (bytes[at] === 0x5b) return arrayFrame(bytes, at);
  if (bytes[at] === 0x7b) return envelopeFrame(bytes, at) ?? { framing: { kind: 'values' }, start: at };
  const value = exportedValue(bytes, at);
  return value === at
    ? { framing: { kind: 'not-json' }, start: at }
    : { framing: { kind: 'values' }, start: at };
}

/** Past the time that an exported line puts before its event; `at` itself where there is none. */
export function exportedValue(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined || byte < 0x30 || byte > 0x39) return at;
  const head = bytes.subarray(at, at + 40);
  const brace = head.indexOf(0x7b);
  return brace > 0 && EXPORT_LINE.test(head.toString('latin1', 0, brace)) ? at + brace : at;
}

/** A bare array of records; but where more values follow it, it is the first of them (a stream's chunks on a line). */
function arrayFrame(bytes: Buffer, at: number): Frame {
  const end = bytes.length < 1 << 20 ? valueEnd(bytes, at) : -1;
  if (end >= 0 && skipSpace(bytes, end) < bytes.length) return { framing: { kind: 'values' }, start: at };
  return { framing: { kind: 'array' }, start: at + 1 };
}

function envelopeFrame(bytes: Buffer, open: number): Frame | undefined {
  let at = skipSpace(bytes, open + 1);
  while (bytes[at] === 0x22) {
    const keyEnd = stringEnd(bytes, at);
    if (keyEnd === -1) return undefined;
    const key = bytes.toString('utf8', at + 1, keyEnd - 1);
    let value = skipSpace(bytes, keyEnd);
    if (bytes[value] !== 0x3a) return undefined;
    value = skipSpace(bytes, value + 1);
    if (bytes[value] === 0x5b && ENVELOPES.has(key)) {
      return { framing: { kind: 'envelope', member: key }, start: value + 1 };
    }
    const end = valueEnd(bytes, value);
    if (end < 0) return undefined;
    at = skipSpace(bytes, end, true);
  }
  return undefined;
}

/** Where the next line starts, or the end of the bytes. */
export function nextLine(bytes: Buffer, from: number): number {
  const newline = bytes.indexOf(0x0a, from);
  if (newline === -1) return bytes.length;
  let at = newline + 1;
  while (at < bytes.length && isSpace(bytes[at])) at += 1;
  return at;
}
