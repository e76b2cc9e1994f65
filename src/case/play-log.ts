import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { flushFolder } from '../base/durable-file.ts';

/**
 * A file of one JSON value a line beside the journal, each line on disk before anything depends on it. It holds what
 * makes a simulated account again; it is no evidence, so that no hash chains it. A line that a crash tore is cut off.
 */
export class PlayLog<T> {
  readonly #file: number;
  readonly #flush: boolean;
  readonly #lines: T[];

  /** @param flush whether each line is on disk before `add` returns; what nobody goes on with need not be */
  constructor(path: string, { flush }: { readonly flush: boolean }) {
    this.#flush = flush;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#lines = existsSync(path) ? (wholeLines(path) as T[]) : [];
    this.#file = openSync(path, 'a', 0o600);
    flushFolder(dirname(path));
  }

  /** In the order they were added. */
  get lines(): readonly T[] {
    return this.#lines;
  }

  add(line: T): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    if (this.#flush) fsyncSync(this.#file);
    this.#lines.push(line);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The lines of such a file, for a look that writes nothing. */
export function readPlayLog(path: string): readonly unknown[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  return parsed(bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1));
}

function wholeLines(path: string): unknown[] {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  return parsed(bytes.subarray(0, whole));
}

function parsed(bytes: Uint8Array): unknown[] {
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
