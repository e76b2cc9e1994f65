/**
 * Finding JSON values in bytes without decoding them: positions only, so that millions of records can be handed on
 * as slices of the file they stand in. Nothing here checks that a value is valid JSON beyond its brackets and strings.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Whether a byte can stand between values: space, tab, LF, CR. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The first position at or after `from` that is not white space (nor a comma, where `commas`). */
export function skipSpace(bytes: Buffer, from: number, commas = false): number {
  const skipped = commas ? isSpaceOrComma : isSpace;
  let at = from;
  while (at < bytes.length && skipped(bytes[at])) at += 1;
  return at;
}

function isSpaceOrComma(byte: number | undefined): boolean {
  return byte === 0x2c || isSpace(byte);
}

/** The position after a string that opens at `at`, or -1 when the bytes end inside it. */
export function stringEnd(bytes: Buffer, at: number): number {
  let close = bytes.indexOf(QUOTE, at + 1);
  while (close !== -1) {
    let slashes = 0;
    while (bytes[close - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return close + 1;
    close = bytes.indexOf(QUOTE, close + 1);
  }
  return -1;
}

/** What `valueEnd` gives for a value whose brackets do not match. */
export const MALFORMED = -2;

/** The position after the value that starts at `at` (not white space), or -1 when the bytes end inside it. */
export function valueEnd(bytes: Buffer, at: number): number {
  const first = bytes[at];
  if (first === QUOTE) return stringEnd(bytes, at);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return containerEnd(bytes, at + 1, first);
  return scalarEnd(bytes, at);
}

/** The bracket that is open at each depth; deeper than this is no log record. */
const OPEN = new Uint8Array(4096);

/** The position after the bracket that closes the container opened by `opening`, from inside it; -1 when it is not there. */
export function containerEnd(bytes: Buffer, from: number, opening: number): number {
  const length = bytes.length;
  OPEN[0] = opening;
  let depth = 1;
  for (let at = from; at < length; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at);
      if (end === -1) return -1;
      at = end - 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth === OPEN.length) return MALFORMED;
      OPEN[depth] = byte;
      depth += 1;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      // A closing bracket's code is two more than that of its opening one.
      if (OPEN[depth] !== byte - 2) return MALFORMED;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function scalarEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && !isSpace(bytes[at]) && !isDelimiter(bytes[at])) at += 1;
  return at === bytes.length ? -1 : at;
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === 0x2c || byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
}
