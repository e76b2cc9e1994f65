import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { canonicalJson } from '../base/canonical-json.ts';
import { IntegrityError } from '../base/errors.ts';
import { sha256 } from '../base/hashing.ts';
import type { CaseEvent, JournalEntry, Operator } from '../model/case-event.ts';

/** What the first entry names as the one before it. */
export const GENESIS = '0'.repeat(64);

/** Lines of a journal file, and what stands after the last whole one. */
export interface JournalText {
  readonly bytes: Buffer;
  readonly lines: readonly string[];
  /** Bytes after the last newline: an entry that was cut off while it was written. */
  readonly torn: Buffer;
  /** Where the torn bytes begin. */
  readonly end: number;
}

/** The hash of an entry: over the canonical form of all its other fields. */
export function entryHash(entry: Omit<JournalEntry, 'hash'>): string {
  return sha256(canonicalJson(entry));
}

export function readJournal(path: string): JournalText {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const end = bytes.lastIndexOf(0x0a) + 1;
  const text = bytes.toString('utf8', 0, end);
  return { lines: text === '' ? [] : text.slice(0, -1).split('\n'), torn: bytes.subarray(end), end, bytes };
}

/** Reads a journal that is about to be used: its last entry must be sound, or nothing may be built on it. */
export function parseJournal(lines: readonly string[]): readonly JournalEntry[] {
  const entries = lines.map((line, index) => parseLine(line, index));
  let prev = GENESIS;
  for (const entry of entries) {
    const { hash, ...rest } = entry;
    if (entry.prev !== prev || entryHash(rest) !== hash) {
      throw new IntegrityError(`the journal is broken at entry ${entry.seq}`, {
        why: 'its hash or its link to the entry before it does not fit: somebody or something changed it',
        fix: 'work on a copy of the case folder, and run heptad verify on it to see what else does not fit',
      });
    }
    prev = hash;
  }
  return entries;
}

function parseLine(line: string, index: number): JournalEntry {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new IntegrityError(`the journal is broken at line ${index + 1}`, {
      why: `it is not JSON (${error.message})`,
      fix: 'work on a copy of the case folder, and run heptad verify on it to see what else does not fit',
    });
  }
}

/** The append-only, hash-chained journal: an entry is on disk before `append` returns. */
export class Journal {
  readonly #file: number;
  readonly #entries: JournalEntry[];

  constructor(path: string, entries: readonly JournalEntry[]) {
    this.#file = openSync(path, 'a', 0o600);
    this.#entries = [...entries];
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  append(event: CaseEvent, stamp: { readonly at: string; readonly by: Operator }): JournalEntry {
    const last = this.#entries.at(-1);
    const rest = { ...event, ...stamp, seq: (last?.seq ?? 0) + 1, prev: last?.hash ?? GENESIS };
    const entry: JournalEntry = { ...rest, hash: entryHash(rest) };
    writeAll(this.#file, Buffer.from(`${canonicalJson(entry)}\n`));
    fsyncSync(this.#file);
    this.#entries.push(entry);
    return entry;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Cuts torn bytes off the journal's end. */
export function truncateJournal(path: string, end: number): void {
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, end);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function writeAll(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written);
}
