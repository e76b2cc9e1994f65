import { skipSpace, valueEnd } from '../base/json-spans.ts';
import type { Json } from '../base/json.ts';
import type { Framing, Head, Reader } from '../ports/reader.ts';
import { exportedValue, frameOf } from './framing.ts';

const HEAD_BYTES = 64 * 1024;
const FIRST_RECORD_LIMIT = 4 * 1024 * 1024;
/** How nearly every CloudTrail file begins; parsing its first record would cost more than the file is worth. */
const USUAL = Buffer.from('{"Records":[{"eventVersion":"1.');

/** An array of records without any. */
const EMPTY = Symbol('empty');

/** What a file is, by its beginning. */
export type Recognised =
  | { readonly kind: 'reader'; readonly reader: Reader; readonly framing: Framing; readonly start: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unrecognised'; readonly detail: string };

/** Asks the readers, in their order. `bytes` is the file's beginning, uncompressed. */
export function recognise(bytes: Buffer, path: string, readers: readonly Reader[]): Recognised {
  if (bytes.subarray(0, USUAL.length).equals(USUAL)) {
    const usual = readers.find((reader) => reader.id === 'cloudtrail');
    if (usual !== undefined)
      return {
        kind: 'reader',
        reader: usual,
        framing: { kind: 'envelope', member: 'Records' },
        start: '{"Records":['.length,
      };
  }
  const { framing, start } = frameOf(bytes);
  if (skipSpace(bytes, 0) >= bytes.length) return { kind: 'empty' };
  const first = firstRecord(bytes, framing, start);
  if (first === EMPTY) return { kind: 'empty' };
  const head: Head = { path, text: bytes.toString('utf8', 0, HEAD_BYTES), first, framing };
  const reader = readers.find((candidate) => candidate.recognise(head));
  if (reader === undefined) return { kind: 'unrecognised', detail: unrecognisedDetail(framing) };
  if (reader.framing === undefined) return { kind: 'reader', reader, framing, start };
  return { kind: 'reader', reader, framing: { kind: reader.framing }, start: skipSpace(bytes, 0) };
}

function firstRecord(bytes: Buffer, framing: Framing, start: number): Json | typeof EMPTY | undefined {
  if (framing.kind === 'not-json') return undefined;
  const at = exportedValue(bytes, skipSpace(bytes, start));
  const end = valueEnd(bytes, at);
  if (bytes[at] === 0x5d && framing.kind !== 'values') return EMPTY;
  if (end < 0 || end - at > FIRST_RECORD_LIMIT) return undefined;
  return parsed(bytes.toString('utf8', at, end));
}

/** A first record that is not JSON is no first record; the scanner will name it. */
function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function unrecognisedDetail(framing: Framing): string {
  return framing.kind === 'not-json' ? 'not JSON' : 'JSON, but of no kind heptad knows';
}
