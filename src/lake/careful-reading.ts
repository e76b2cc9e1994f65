import { isUtf8 } from 'node:buffer';
import type { Reader } from '../ports/reader.ts';
import type { Account, Intake } from './intake.ts';
import { recognise, type Recognised } from './recognise.ts';
import { RecordScanner } from './record-scanner.ts';
import type { FeedRun } from './row-feed.ts';

/** Text is scanned in windows of about this size; a single record may need a larger one, up to the limit. */
const WINDOW = 16 * 1024 * 1024;
const RECORD_LIMIT = 256 * 1024 * 1024;

/** Gathers text into windows that end at a record, whatever the file. */
export class CarefulReading {
  readonly #intake: Intake;
  readonly #account: Account;
  readonly #readers: readonly Reader[];
  #held: Buffer[] = [];
  #size = 0;
  #wanted = WINDOW;
  #base = 0;
  #record = 0;
  #what: Recognised | null = null;
  #scanner: RecordScanner | null = null;
  #damage: string | null = null;

  constructor(intake: Intake, account: Account, readers: readonly Reader[]) {
    this.#intake = intake;
    this.#account = account;
    this.#readers = readers;
  }

  /** True when a window is full. */
  add(bytes: Buffer): boolean {
    this.#held.push(bytes);
    this.#size += bytes.length;
    return this.#size >= this.#wanted;
  }

  damaged(problem: string): void {
    this.#damage = problem;
  }

  /** The records of the window at hand as a run, for readers whose records are rows; others are rewritten. */
  next(last: boolean): FeedRun | null {
    const bytes = Buffer.concat(this.#held);
    let from = 0;
    if (this.#what === null) {
      this.#what = recognise(bytes, this.#account.file.path, this.#readers);
      this.#intake.describe(this.#account, this.#what);
      if (this.#what.kind === 'reader') {
        from = this.#what.start;
        this.#scanner = new RecordScanner(this.#what.framing);
      }
    }
    const run =
      this.#what.kind === 'reader' && this.#account.status !== 'set-aside'
        ? this.#scan(bytes, from, last)
        : null;
    if (this.#what.kind !== 'reader' || this.#account.status === 'set-aside') this.#drop(bytes);
    if (last) this.#finish();
    return run;
  }

  #scan(bytes: Buffer, from: number, last: boolean): FeedRun | null {
    if (this.#scanner === null || this.#what?.kind !== 'reader') return null;
    const scan = this.#scanner.scan(bytes, from, last || this.#size > RECORD_LIMIT);
    const place = { firstRecord: this.#record, base: this.#base };
    this.#intake.faults(this.#account, scan, { record: this.#record, base: this.#base });
    this.#record += scan.spans.length / 2 + scan.faults.length;
    this.#base += scan.consumed;
    const rest = bytes.subarray(scan.consumed);
    this.#held = [rest];
    this.#size = rest.length;
    this.#wanted = scan.spans.length === 0 ? this.#wanted * 2 : WINDOW;
    const { spans, bad } = splitByEncoding(bytes, scan.spans);
    for (const at of bad) {
      this.#account.status = 'partial';
      this.#intake.problem(this.#account, place.firstRecord + at, 'the record is not valid UTF-8');
    }
    if (spans.length === 0) return null;
    if (this.#what.reader.rewrite === undefined)
      return this.#intake.run(this.#account, bytes, { spans, ...place });
    this.#intake.rewrite(this.#account, this.#what.reader, { bytes, spans, ...place });
    return null;
  }

  #drop(bytes: Buffer): void {
    this.#base += bytes.length;
    this.#held = [];
    this.#size = 0;
  }

  #finish(): void {
    if (this.#damage === null) return;
    this.#intake.problem(this.#account, null, this.#damage);
    if (this.#account.status === 'set-aside') return;
    this.#account.status = this.#account.records > 0 ? 'partial' : 'unreadable';
    this.#account.detail = `${this.#account.detail}; ${this.#damage}`;
  }
}

function splitByEncoding(
  bytes: Buffer,
  all: readonly number[],
): { readonly spans: readonly number[]; readonly bad: readonly number[] } {
  const spans: number[] = [];
  const bad: number[] = [];
  for (let at = 0; at < all.length; at += 2) {
    const start = all[at] ?? 0;
    const end = all[at + 1] ?? 0;
    if (isUtf8(bytes.subarray(start, end))) spans.push(start, end);
    else bad.push(at / 2);
  }
  return { spans, bad };
}
