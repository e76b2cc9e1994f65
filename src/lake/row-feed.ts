import type { DuckDBConnection, DuckDBTableFunction } from '@duckdb/node-api';
import type duckdb from '@duckdb/node-bindings';
import { InternalError, InterruptedError } from '../base/errors.ts';
import { callingBack, isLeaving } from '../base/leaving.ts';

/** Records on their way into DuckDB: where each stands, and its bytes. */
export interface FeedRecord {
  /** Which file of the batch it is from; -1 for a row about no file. */
  readonly file: number;
  readonly record: number;
  readonly offset: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

/** A stretch of records of one file: spans into its bytes. */
export interface FeedRun {
  readonly file: number;
  readonly bytes: Buffer;
  readonly spans: readonly number[];
  /** Ordinal of the first, and where `bytes` begins in the uncompressed file. */
  readonly firstRecord: number;
  readonly base: number;
}

/** Records of several runs in an order of their own: pairs of a run's index and a record's index in it. */
export interface FeedPicks {
  readonly runs: readonly FeedRun[];
  readonly picks: Uint32Array;
}

type Feeding = FeedRun | FeedRecord[] | FeedPicks;

/** What gives runs one after another, when DuckDB asks. */
export type Feed = () => Feeding | null;

/** Rows that are parsed at once: DuckDB holds ten times their bytes while it does, for each thread. */
const CHUNK = 256;

/**
 * A table function `feed(n)` in DuckDB whose rows come from JavaScript as slices of the files' own bytes: no string is
 * made on the way. Each feed is registered under a number while its statement runs.
 */
export class RowFeeds {
  readonly #feeds = new Map<number, Cursor>();
  #next = 1;

  /**
   * Runs `use` with the SQL that reads the feed.
   * @param hashes the evidence of each file of the batch: a number crosses over for each row, the hash is looked up
   */
  async with<T>(
    { feed, hashes }: { readonly feed: Feed; readonly hashes: readonly (string | null)[] },
    use: (source: string) => Promise<T>,
  ): Promise<T> {
    const id = this.#next++;
    this.#feeds.set(id, new Cursor(feed));
    const list =
      hashes.length === 0
        ? 'CAST(NULL AS VARCHAR)'
        : `([${hashes.map((hash) => (hash === null ? 'NULL' : `'${hash}'`)).join(',')}])[file + 1]`;
    try {
      const source = `(SELECT ${list} AS evidence, record, byte_offset, byte_length, raw FROM feed(${id}))`;
      return await callingBack(() => use(source));
    } finally {
      this.#feeds.delete(id);
    }
  }

  /** Makes `feed(n)` known to a connection. */
  async register(connection: DuckDBConnection): Promise<void> {
    const api = await import('@duckdb/node-api');
    const { default: bindings } = await import('@duckdb/node-bindings');
    const table: DuckDBTableFunction = api.DuckDBTableFunction.create({
      name: 'feed',
      parameterTypes: [api.INTEGER],
      bindFunction: (bind) => {
        bind.setBindData({ id: Number(bind.getParameter(0)) });
        bind.addResultColumn('file', api.INTEGER);
        bind.addResultColumn('record', api.INTEGER);
        bind.addResultColumn('byte_offset', api.BIGINT);
        bind.addResultColumn('byte_length', api.INTEGER);
        bind.addResultColumn('raw', api.VARCHAR);
      },
      initFunction: (init) => init.setMaxThreads(2),
      mainFunction: (info, chunk) => {
        const cursor = this.#feeds.get((info.bindData as { readonly id: number }).id);
        if (isLeaving()) throw new InterruptedError('the program is on its way out');
        if (cursor === undefined) throw new InternalError('a feed was read after its statement ended');
        chunk.rowCount = cursor.fill(bindings, chunk.chunk);
      },
    });
    connection.registerTableFunction(table);
  }
}

class Cursor {
  readonly #feed: Feed;
  #run: Feeding | null = null;
  #at = 0;
  readonly #files = new Int32Array(CHUNK);
  readonly #records = new Int32Array(CHUNK);
  readonly #offsets = new BigInt64Array(CHUNK);
  readonly #lengths = new Int32Array(CHUNK);

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  fill(bindings: typeof duckdb, chunk: duckdb.DataChunk): number {
    const raw = bindings.data_chunk_get_vector(chunk, 4);
    const assign = (row: number, bytes: Uint8Array): void =>
      bindings.vector_assign_string_element_len(raw, row, bytes);
    let row = 0;
    while (row < CHUNK && this.#advance()) {
      const run = this.#run;
      if (run === null) break;
      if (Array.isArray(run)) row = this.#fillRecords(run, row, assign);
      else if ('picks' in run) row = this.#fillPicks(run, row, assign);
      else row = this.#fillRun(run, row, assign);
    }
    const copy = (column: number, array: Int32Array | BigInt64Array): void =>
      bindings.copy_data_to_vector(
        bindings.data_chunk_get_vector(chunk, column),
        0,
        array.buffer as ArrayBuffer,
        0,
        array.BYTES_PER_ELEMENT * row,
      );
    copy(0, this.#files);
    copy(1, this.#records);
    copy(2, this.#offsets);
    copy(3, this.#lengths);
    return row;
  }

  /** Makes sure that the current run has a row left; false when the feed is dry. */
  #advance(): boolean {
    while (this.#run === null || this.#at >= lengthOf(this.#run)) {
      this.#run = this.#feed();
      this.#at = 0;
      if (this.#run === null) return false;
    }
    return true;
  }

  #fillRun(run: FeedRun, from: number, assign: (row: number, bytes: Uint8Array) => void): number {
    let row = from;
    const total = run.spans.length / 2;
    for (; row < CHUNK && this.#at < total; row += 1, this.#at += 1) {
      assign(row, this.#placed(row, run, this.#at));
    }
    return row;
  }

  #fillPicks(
    { runs, picks }: FeedPicks,
    from: number,
    assign: (row: number, bytes: Uint8Array) => void,
  ): number {
    let row = from;
    const total = picks.length / 2;
    for (; row < CHUNK && this.#at < total; row += 1, this.#at += 1) {
      const run = runs[picks[2 * this.#at] ?? 0];
      if (run === undefined) throw new InternalError('a record was picked from a run that is not there');
      assign(row, this.#placed(row, run, picks[2 * this.#at + 1] ?? 0));
    }
    return row;
  }

  /** Notes where a record of a run stands, and gives its bytes. */
  #placed(row: number, run: FeedRun, at: number): Uint8Array {
    const start = run.spans[2 * at] ?? 0;
    const end = run.spans[2 * at + 1] ?? 0;
    this.#files[row] = run.file;
    this.#records[row] = run.firstRecord + at;
    this.#offsets[row] = BigInt(run.base + start);
    this.#lengths[row] = end - start;
    return run.bytes.subarray(start, end);
  }

  #fillRecords(
    run: readonly FeedRecord[],
    from: number,
    assign: (row: number, bytes: Uint8Array) => void,
  ): number {
    let row = from;
    for (; row < CHUNK && this.#at < run.length; row += 1, this.#at += 1) {
      const record = run[this.#at];
      if (record === undefined) break;
      this.#files[row] = record.file;
      this.#records[row] = record.record;
      this.#offsets[row] = BigInt(record.offset);
      this.#lengths[row] = record.length;
      assign(row, record.bytes);
    }
    return row;
  }
}

function lengthOf(run: Feeding): number {
  if (Array.isArray(run)) return run.length;
  return ('picks' in run ? run.picks.length : run.spans.length) / 2;
}

/** A feed that gives `first`, and then what `rest` gives. */
export function firstThen(first: Feeding, rest: Feed): Feed {
  let given = false;
  return () => {
    if (given) return rest();
    given = true;
    return first;
  };
}

/** A feed of one run. */
export function oneRun(run: FeedRun | FeedRecord[]): Feed {
  let given = false;
  return () => {
    if (given) return null;
    given = true;
    return run;
  };
}

/** A feed that gives runs again. */
export function replay(runs: readonly FeedRun[]): Feed {
  let at = 0;
  return () => runs[at++] ?? null;
}
