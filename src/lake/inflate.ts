import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { codeOf, messageOf } from '../base/errors.ts';

/** Files up to this size, packed and unpacked, are read whole; larger ones pass through in windows. */
export const WHOLE_FILE_LIMIT = 24 * 1024 * 1024;
export const WHOLE_TEXT_LIMIT = 128 * 1024 * 1024;

/** Whether the bytes are gzip, by their magic number: names are not believed. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Below this size a thread of its own costs more than the inflating. */
const WORTH_A_THREAD = 32 * 1024;
const gunzipAside = promisify(zlib.gunzip) as (
  bytes: Uint8Array,
  options: zlib.ZlibOptions,
) => Promise<Buffer>;

/** The whole text of a healthy file, or null where it needs the careful way (damaged, not UTF-8, too large). */
export function quickText(file: Uint8Array): Buffer | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!isGzip(bytes)) return ifUtf8(bytes);
  const options = inflateOptions(bytes);
  if (options === null) return null;
  try {
    return ifUtf8(zlib.gunzipSync(bytes, options));
  } catch (error) {
    return nullIfDamaged(error);
  }
}

/** The same, with larger files inflated beside the main thread. */
export async function quickTextAside(file: Uint8Array): Promise<Buffer | null> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const options = isGzip(bytes) && bytes.length >= WORTH_A_THREAD ? inflateOptions(bytes) : null;
  if (options === null) return quickText(file);
  try {
    return ifUtf8(await gunzipAside(bytes, options));
  } catch (error) {
    return nullIfDamaged(error);
  }
}

/** How much text a file claims to hold, as far as its beginning and end tell. */
export function claimedText(file: Uint8Array): number {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  return isGzip(bytes) && bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : bytes.length;
}

function inflateOptions(bytes: Buffer): zlib.ZlibOptions | null {
  if (bytes.length < 18) return null;
  const claimed = bytes.readUInt32LE(bytes.length - 4);
  if (claimed > WHOLE_TEXT_LIMIT) return null;
  return { chunkSize: Math.max(claimed + 1, 4096), maxOutputLength: WHOLE_TEXT_LIMIT };
}

/** Damage and overlong output are not lost: the careful way reads the file again and names them. */
function nullIfDamaged(error: unknown): null {
  if (codeOf(error)?.startsWith('Z_') === true || codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return null;
  throw error;
}

function ifUtf8(text: Buffer): Buffer | null {
  return isUtf8(text) ? text : null;
}

/** What a careful reading gives: pieces of text, and at the end what stopped it early, if anything did. */
export type TextPiece = { readonly bytes: Buffer } | { readonly damage: string };

/** The text of a file of any size or state, as far as it can be read. */
export async function* carefulText(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  if (!isGzip(first.value)) {
    for (let piece: IteratorResult<Uint8Array> = first; piece.done !== true; piece = await iterator.next()) {
      yield { bytes: Buffer.from(piece.value) };
    }
    return;
  }
  yield* inflated(first.value, iterator);
}

async function* inflated(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<TextPiece> {
  const gunzip = zlib.createGunzip();
  const fed = feedAll(gunzip, first, rest);
  let damage: string | null = null;
  try {
    for await (const bytes of gunzip) yield { bytes: bytes as Buffer };
  } catch (error) {
    if (codeOf(error)?.startsWith('Z_') !== true) throw error;
    damage = `gzip is damaged (${messageOf(error)})`;
  }
  await fed;
  if (damage !== null) yield { damage };
}

/** Feeds the inflater, and goes on reading to the end when it has failed: the giver must see every byte. */
async function feedAll(
  gunzip: ReturnType<typeof zlib.createGunzip>,
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): Promise<void> {
  for (
    let piece: IteratorResult<Uint8Array> = { done: false, value: first };
    piece.done !== true;
    piece = await rest.next()
  ) {
    if (!gunzip.destroyed && !gunzip.write(piece.value)) await drained(gunzip);
  }
  if (!gunzip.destroyed) gunzip.end();
}

function drained(gunzip: ReturnType<typeof zlib.createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      gunzip.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    gunzip.on('drain', done).on('close', done).on('error', done);
  });
}
