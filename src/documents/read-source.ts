import type { Diagnostic } from './diagnostic.ts';

/** Files of this kind are written by hand; a larger one is a mistake or an attack. */
export const MOST_BYTES = 1_000_000;

export type SourceText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The text of a file a person wrote: at most 1 MB of UTF-8. A byte order mark stays, so that hashes hold. */
export function readSource(file: string, bytes: Uint8Array): SourceText {
  if (bytes.length > MOST_BYTES) return refused(file, TOO_LARGE);
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refused(file, NOT_UTF8, firstBadByte(bytes));
  }
}

/** The same limit for text that did not come as bytes. */
export function tooLarge(file: string, text: string): Diagnostic | null {
  if (Buffer.byteLength(text) <= MOST_BYTES) return null;
  return { file, line: 1, column: 1, ...TOO_LARGE };
}

type Fault = Pick<Diagnostic, 'what' | 'why' | 'fix' | 'rule'>;

const TOO_LARGE: Fault = {
  what: 'the file is larger than 1 MB',
  why: 'a file written by hand is far smaller, and reading a huge one could exhaust the memory',
  fix: 'split it, or take what does not belong out of it',
  rule: 'file-size',
};

const NOT_UTF8: Fault = {
  what: 'the file is not UTF-8 text',
  why: 'its characters cannot be told with certainty',
  fix: 'save it as UTF-8',
  rule: 'encoding',
};

function refused(file: string, fault: Fault, place = { line: 1, column: 1 }): SourceText {
  return { ok: false, diagnostics: [{ file, ...place, ...fault }] };
}

function firstBadByte(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  // U+FFFD stands where the first bad byte was; one that was in the text before it would be valid UTF-8 by itself.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let at = text.indexOf('\uFFFD');
  while (at !== -1 && isWritten(text, at, bytes)) at = text.indexOf('\uFFFD', at + 1);
  const before = text.slice(0, Math.max(at, 0)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function isWritten(text: string, at: number, bytes: Uint8Array): boolean {
  const offset = Buffer.byteLength(text.slice(0, at));
  return bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
}
