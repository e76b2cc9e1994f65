import { isUtf8 } from 'node:buffer';
import { createGunzip, gunzipSync } from 'node:zlib';
import { codeOf, messageOf } from '../base/errors.ts';

/** Files up to this size, packed and unpacked, are read whole; larger ones pass through in windows. */
export const WHOLE_FILE_LIMIT = 24 * 1024 * 1024;
export const WHOLE_TEXT_LIMIT = 128 * 1024 * 1024;

/** Whether the bytes are gzip, by their magic number: names are not believed. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The whole text of a healthy file, or null where it needs the careful way (damaged, not UTF-8, too large). */
export function quickText(file: Uint8Array): Buffer | null {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!isGzip(bytes)) return isUtf8(bytes) ? bytes : null;
  if (bytes.length < 18) return null;
  const claimed = bytes.readUInt32LE(bytes.length - 4);
  if (claimed > WHOLE_TEXT_LIMIT) return null;
  const text = inflateHealthy(bytes, claimed);
  return text !== null && isUtf8(text) ? text : null;
}

function inflateHealthy(bytes: Buffer, claimed: number): Buffer | null {
  try {
    return gunzipSync(bytes, { chunkSize: Math.max(claimed + 1, 4096), maxOutputLength: WHOLE_TEXT_LIMIT });
  } catch (error) {
    // Damage and overlong output are not lost: the careful way reads the file again and names them.
    if (codeOf(error)?.startsWith('Z_') === true || codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
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
  const gunzip = createGunzip();
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
  gunzip: ReturnType<typeof createGunzip>,
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

function drained(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      gunzip.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    gunzip.on('drain', done).on('close', done).on('error', done);
  });
}
