import { containerEnd, isSpace, MALFORMED, skipSpace, valueEnd } from '../base/json-spans.ts';
import type { Framing } from '../ports/reader.ts';
import { exportedValue, nextLine } from './framing.ts';

/** Where records stand in a stretch of bytes: start and end of each, in turn. */
export interface Scan {
  readonly spans: readonly number[];
  /** Stretches that are not a record, each with what is wrong. */
  readonly faults: readonly ScanFault[];
  /** Bytes up to here are dealt with; the rest belongs to a record that goes on in the bytes to come. */
  readonly consumed: number;
}

export interface ScanFault {
  /** Ordinal of the record that would have stood here, within this scan. */
  readonly index: number;
  readonly offset: number;
  readonly problem: string;
}

/** The opening of an export, with any white space a writer may have put in. */
const LONGEST_OPENING = 200;
const NEXT_RECORD = Buffer.from('},{"eventVersion":');

/**
 * Finds the records of a file, stretch by stretch, so that a file of any size passes through bounded memory.
 * Between calls it remembers whether it stands inside the array of records.
 */
export class RecordScanner {
  readonly #framing: Framing;
  #inside: boolean;
  #done = false;

  constructor(framing: Framing) {
    this.#framing = framing;
    this.#inside = framing.kind === 'envelope' || framing.kind === 'array';
  }

  /** Scans from `from`; `last` = no bytes follow. */
  scan(bytes: Buffer, from: number, last: boolean): Scan {
    const spans: number[] = [];
    const faults: ScanFault[] = [];
    const fault = (offset: number, problem: string): void => {
      faults.push({ index: spans.length / 2 + faults.length, offset, problem });
    };
    let at = from;
    for (;;) {
      at = skipSpace(bytes, at, true);
      if (at >= bytes.length) return { spans, faults, consumed: at };
      const next = this.#step(bytes, at, last);
      if (next.kind === 'more') return { spans, faults, consumed: at };
      if (next.kind === 'record') spans.push(next.start, next.end);
      if (next.kind === 'fault') fault(at, next.problem);
      at = next.end;
    }
  }

  #step(bytes: Buffer, at: number, last: boolean): Step {
    if (this.#done)
      return { kind: 'fault', end: bytes.length, problem: 'bytes after the end of the records' };
    if (this.#inside) return this.#inArray(bytes, at, last);
    if (this.#framing.kind === 'envelope') return this.#nextEnvelope(bytes, at, last);
    if (this.#framing.kind === 'array') return this.#nextArray(bytes, at);
    return topLevelValue(bytes, at, last);
  }

  #inArray(bytes: Buffer, at: number, last: boolean): Step {
    if (bytes[at] === 0x5d) {
      this.#inside = false;
      return this.#framing.kind === 'envelope'
        ? this.#closeEnvelope(bytes, at + 1, last)
        : { kind: 'skip', end: at + 1 };
    }
    if (bytes[at] === 0x7d) return this.#stop(bytes, 'the array of records is not closed as it should be');
    const end = valueEnd(bytes, at);
    if (end >= 0) return { kind: 'record', start: at, end };
    if (!last && end !== MALFORMED) return { kind: 'more', end: at };
    const resume = bytes.indexOf(NEXT_RECORD, at);
    const problem = 'the record is cut off or malformed';
    return { kind: 'fault', end: resume === -1 ? bytes.length : resume + 2, problem };
  }

  /** Skips the members after the records, up to the brace that closes the envelope. */
  #closeEnvelope(bytes: Buffer, at: number, last: boolean): Step {
    const end = containerEnd(bytes, at, 0x7b);
    if (end >= 0) return { kind: 'skip', end };
    if (last)
      return { kind: 'fault', end: bytes.length, problem: 'the file ends before its records are closed' };
    this.#inside = true;
    return { kind: 'more', end: at - 1 };
  }

  /** Several exports in one file, one after the other. */
  #nextEnvelope(bytes: Buffer, at: number, last: boolean): Step {
    if (!last && bytes.length - at < LONGEST_OPENING) return { kind: 'more', end: at };
    const opening = /^\{\s*"(?:Records|records|Events|events|logEvents)"\s*:\s*\[/.exec(
      bytes.toString('latin1', at, at + LONGEST_OPENING),
    );
    if (opening === null) return this.#stop(bytes, 'something other than records follows the records');
    this.#inside = true;
    return { kind: 'skip', end: at + opening[0].length };
  }

  #nextArray(bytes: Buffer, at: number): Step {
    if (bytes[at] !== 0x5b)
      return this.#stop(bytes, 'something other than records follows the array of records');
    this.#inside = true;
    return { kind: 'skip', end: at + 1 };
  }

  #stop(bytes: Buffer, problem: string): Step {
    this.#done = true;
    return { kind: 'fault', end: bytes.length, problem };
  }
}

type Step =
  | { readonly kind: 'record'; readonly start: number; readonly end: number }
  | { readonly kind: 'fault'; readonly end: number; readonly problem: string }
  | { readonly kind: 'skip' | 'more'; readonly end: number };

function topLevelValue(bytes: Buffer, line: number, last: boolean): Step {
  const at = exportedValue(bytes, line);
  if (bytes[at] !== 0x7b && bytes[at] !== 0x5b) {
    const end = nextLine(bytes, line);
    if (end === bytes.length && !last) return { kind: 'more', end: line };
    return { kind: 'fault', end, problem: 'the line is not JSON' };
  }
  const end = valueEnd(bytes, at);
  if (
    end >= 0 &&
    (end >= bytes.length || isSpace(bytes[end]) || bytes[end] === 0x2c || bytes[end] === 0x7b)
  ) {
    return { kind: 'record', start: at, end };
  }
  if (end === -1 && !last) return { kind: 'more', end: line };
  return { kind: 'fault', end: nextLine(bytes, at), problem: 'the record is cut off or malformed' };
}
