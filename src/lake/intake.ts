import { codeOf, messageOf, UserError } from '../base/errors.ts';
import { wellFormedJson } from '../base/well-formed-json.ts';
import type { FileStatus, SourceBatch, SourceFile } from '../ports/lake.ts';
import type { LakeTable, Reader } from '../ports/reader.ts';
import type { FlatTable } from './flat-tables.ts';
import { byEventName } from './event-order.ts';
import { claimedText, quickText, quickTextAside, WHOLE_FILE_LIMIT } from './inflate.ts';
import { quickSplit } from './quick-split.ts';
import { recognise, type Recognised } from './recognise.ts';
import { RecordScanner, type Scan } from './record-scanner.ts';
import { type Feed, type FeedRecord, type FeedRun, firstThen } from './row-feed.ts';

/** The account of one path while its batch is on its way in. */
export interface Account {
  readonly index: number;
  readonly file: SourceFile;
  sha256: string | null;
  reader: string;
  status: FileStatus;
  records: number;
  detail: string;
}

interface OpenedFile {
  readonly account: Account;
  readonly bytes: Uint8Array;
}

/** Text that is held at once to be put into order: a batch of the usual files, and a bound for the unusual. */
const ORDERED_TEXT = 96 * 1024 * 1024;

/** No empty log is longer than this. */
const SHORT = 256;

/**
 * One batch on its way into the lake. Healthy files of the usual kind are handed on as spans of their own bytes;
 * other kinds are rewritten into queues; whatever needs care is put by for the careful way.
 */
export class Intake {
  readonly #batch: SourceBatch;
  readonly #readers: readonly Reader[];
  readonly #exact: boolean;
  readonly queues = new Map<FlatTable, FeedRecord[]>();
  readonly accounts: Account[] = [];
  /** Files for the careful way: those too large for memory, and damaged ones with their bytes. */
  readonly careful: { readonly account: Account; readonly bytes: Uint8Array | null }[] = [];
  readonly #opened: OpenedFile[] = [];
  bytes = 0;

  /** @param exact never guess where records end: the batch is read again after a guess went wrong */
  constructor(batch: SourceBatch, readers: readonly Reader[], exact: boolean) {
    this.#batch = batch;
    this.#readers = readers;
    this.#exact = exact;
  }

  /** Reads the batch's files and takes them in as evidence: from here on every row can name its file. */
  prepare(): void {
    for (const [index, file] of this.#batch.files.entries()) {
      this.bytes += file.size;
      const account = this.open(index, file);
      if (file.size > WHOLE_FILE_LIMIT) this.careful.push({ account, bytes: null });
      else this.#read(account);
    }
  }

  /** The evidence of each file, in the order of the batch. */
  hashes(): readonly (string | null)[] {
    return this.accounts.map(({ sha256 }) => sha256);
  }

  /** The next stretch of CloudTrail records, or null when the batch is through. */
  readonly pull = (): FeedRun | null => {
    for (let next = this.#opened.shift(); next !== undefined; next = this.#opened.shift()) {
      const run = this.#take(next);
      if (run !== null) return run;
    }
    return null;
  };

  /** All of the batch's CloudTrail records: those of the first files, as far as memory allows, by name of event. */
  async ordered(): Promise<Feed> {
    const runs: FeedRun[] = [];
    let held = 0;
    for (let next = this.#opened[0]; next !== undefined; next = this.#opened[0]) {
      held += claimedText(next.bytes);
      if (held > ORDERED_TEXT) break;
      this.#opened.shift();
      const run = this.#taken(next, await quickTextAside(next.bytes));
      if (run !== null) runs.push(run);
    }
    return firstThen(byEventName(runs), this.pull);
  }

  #take(file: OpenedFile): FeedRun | null {
    return this.#taken(file, quickText(file.bytes));
  }

  #taken({ account, bytes }: OpenedFile, text: Buffer | null): FeedRun | null {
    if (text === null) {
      this.careful.push({ account, bytes });
      return null;
    }
    return this.#records(account, text, recognise(text, account.file.path, this.#readers));
  }

  open(index: number, file: SourceFile): Account {
    const account: Account = {
      index,
      file,
      sha256: null,
      reader: 'none',
      status: 'unrecognised',
      records: 0,
      detail: '',
    };
    this.accounts.push(account);
    return account;
  }

  #read(account: Account): void {
    let opened: ReturnType<SourceBatch['open']>;
    try {
      opened = this.#batch.open(account.index);
    } catch (error) {
      if (codeOf(error) === undefined && !(error instanceof UserError)) throw error;
      account.status = 'unreadable';
      account.detail = `the file cannot be read: ${messageOf(error)}`;
      this.problem(account, null, account.detail);
      return;
    }
    account.sha256 = opened.sha256;
    if (!opened.seen || isEmptyLog(opened.bytes, account.file.path)) {
      this.#opened.push({ account, bytes: opened.bytes });
      return;
    }
    account.status = 'identical';
    account.detail = 'the same bytes as a file that was read already';
  }

  #records(account: Account, text: Buffer, what: Recognised): FeedRun | null {
    if (!this.describe(account, what) || what.kind !== 'reader') return null;
    const quick = this.#exact || what.reader.rewrite !== undefined ? null : quickSplit(text);
    if (quick !== null) return this.run(account, text, { spans: quick, firstRecord: 0, base: 0 });
    const scan = new RecordScanner(what.framing).scan(text, what.start, true);
    this.faults(account, scan, { record: 0, base: 0 });
    if (what.reader.rewrite === undefined)
      return this.run(account, text, { spans: scan.spans, firstRecord: 0, base: 0 });
    this.rewrite(account, what.reader, { bytes: text, spans: scan.spans, firstRecord: 0, base: 0 });
    return null;
  }

  /** Fills in what the file is; false when it has no records to read. */
  describe(account: Account, what: Recognised): boolean {
    if (what.kind === 'empty') {
      account.status = 'empty';
      account.detail = 'no records in it';
      return false;
    }
    if (what.kind === 'unrecognised') {
      account.detail = what.detail;
      return false;
    }
    account.reader = what.reader.id;
    account.detail = what.reader.title;
    account.status = what.reader.table === null ? 'set-aside' : 'read';
    return what.reader.table !== null;
  }

  run(account: Account, bytes: Buffer, at: Pick<FeedRun, 'spans' | 'firstRecord' | 'base'>): FeedRun {
    account.records += at.spans.length / 2;
    if (at.firstRecord === 0) this.#compareAccount(account, bytes, at.spans);
    return { file: account.index, bytes, ...at };
  }

  rewrite(account: Account, reader: Reader, run: Omit<FeedRun, 'file'>): void {
    const table = reader.table;
    if (table === null || reader.rewrite === undefined) return;
    for (let at = 0; at < run.spans.length / 2; at += 1) {
      const start = run.spans[2 * at] ?? 0;
      const end = run.spans[2 * at + 1] ?? 0;
      const place = { record: run.firstRecord + at, offset: run.base + start, length: end - start };
      const made = reader.rewrite({ text: run.bytes.toString('utf8', start, end), path: account.file.path });
      if (!made.ok) {
        this.problem(account, place.record, made.problem);
        account.status = 'partial';
        continue;
      }
      account.records += made.rows.length;
      for (const problem of made.problems) this.problem(account, place.record, problem);
      for (const row of made.rows)
        this.#queue(queueOf(table)).push({
          file: account.index,
          ...place,
          bytes: Buffer.from(wellFormedJson(row)),
        });
    }
  }

  faults(account: Account, scan: Scan, from: { readonly record: number; readonly base: number }): void {
    for (const fault of scan.faults) {
      this.problem(account, from.record + fault.index, `${fault.problem} (byte ${from.base + fault.offset})`);
    }
    if (scan.faults.length > 0) account.status = 'partial';
  }

  problem(account: Account, record: number | null, problem: string): void {
    const row = { path: account.file.path, problem };
    this.#queue('problems').push({
      file: account.index,
      record: record ?? -1,
      offset: 0,
      length: 0,
      bytes: Buffer.from(JSON.stringify(row)),
    });
  }

  /** The batch's accounts as rows of the table `files`. */
  fileRows(): FeedRecord[] {
    return this.accounts.map(({ file, sha256, reader, status, records, detail }) => {
      const told =
        status === 'partial' && records === 0
          ? { status: 'unreadable', detail: `${detail}; no record could be read` }
          : { status, detail };
      const row = { path: file.path, sha256, size: file.size, reader, records, ...told };
      return { file: -1, record: 0, offset: 0, length: 0, bytes: Buffer.from(JSON.stringify(row)) };
    });
  }

  /** An export can be filed under another account than its records name: worth knowing, nothing to mend. */
  #compareAccount(account: Account, bytes: Buffer, spans: readonly number[]): void {
    const named = /(?:AWSLogs\/(?:o-[^/]+\/)?|\/|^)(\d{12})(?:\/CloudTrail|_CloudTrail_)/.exec(
      account.file.path,
    )?.[1];
    if (named === undefined || spans[0] === undefined || spans[1] === undefined) return;
    const found = /"recipientAccountId"\s*:\s*"(\d{12})"/.exec(
      bytes.toString('latin1', spans[0], Math.min(spans[1], spans[0] + 65536)),
    )?.[1];
    if (found !== undefined && found !== named) {
      this.problem(account, null, `the path names account ${named}, the records account ${found}`);
    }
  }

  #queue(table: FlatTable): FeedRecord[] {
    const queue = this.queues.get(table) ?? [];
    this.queues.set(table, queue);
    return queue;
  }
}

/** Empty logs are alike to the byte, but each is an empty log in its own right. */
function isEmptyLog(bytes: Uint8Array, path: string): boolean {
  if (bytes.length > SHORT) return false;
  const text = quickText(bytes);
  return text !== null && recognise(text, path, []).kind === 'empty';
}

/** LookupEvents records are rewritten to CloudTrail records; all other rewritten rows have a flat table of their own. */
function queueOf(table: LakeTable): FlatTable {
  return table === 'cloudtrail' ? 'cloudtrail_rows' : table;
}
