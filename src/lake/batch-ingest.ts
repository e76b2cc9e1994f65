import type { DuckDBConnection } from '@duckdb/node-api';
import { rmSync, writeFileSync } from 'node:fs';
import { codeOf, messageOf } from '../base/errors.ts';
import type { SourceBatch } from '../ports/lake.ts';
import type { Reader } from '../ports/reader.ts';
import { wellFormedJson } from '../base/well-formed-json.ts';
import { CarefulReading } from './careful-reading.ts';
import { exactSelect, needsCare, nestedLooking, quickSelect, unparsableSelect } from './cloudtrail-sql.ts';
import { flatSelect, type FlatTable, type PartTable } from './flat-tables.ts';
import { carefulText } from './inflate.ts';
import { type Account, Intake } from './intake.ts';
import type { Sealer } from '../ports/seal.ts';
import type { Parts, WrittenPart } from './parts.ts';
import { problemsIn, problemsSelect } from './problems-sql.ts';
import { type ContentTable, splitContent } from './sealed-content.ts';
import { type Feed, type FeedRecord, type FeedRun, oneRun, replay, type RowFeeds } from './row-feed.ts';

/** Row groups are held in memory for each thread that writes: with 30,720 rows, real logs went past the engine's limit. */
const PARQUET = 'FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 4096, DICTIONARY_SIZE_LIMIT 3000';
/** Tables of records, as against tables about them; events of CloudTrail are counted as they are written. */
const COUNTED: ReadonlySet<string> = new Set(['bedrock_invocations', 'azure_events', 'google_events']);
/** What a lane needs to bring a batch in. */
export interface BatchTools {
  readonly connection: DuckDBConnection;
  readonly feeds: RowFeeds;
  readonly readers: readonly Reader[];
  readonly parts: Parts;
  /** Seals prompts and answers; null = they lie open. */
  readonly sealer: Sealer | null;
}

/** Brings one batch into the lake: writes its parts, has the evidence made durable, lists the parts. */
export async function ingestBatch(batch: SourceBatch, tools: BatchTools): Promise<{ readonly rows: number }> {
  const ingest = new BatchIngest(batch, tools);
  const written = await ingest.run();
  await batch.commit();
  await tools.parts.publish(written);
  return { rows: ingest.rows };
}

class BatchIngest {
  readonly #batch: SourceBatch;
  readonly #tools: BatchTools;
  readonly #written: WrittenPart[] = [];
  #intake: Intake;
  rows = 0;

  constructor(batch: SourceBatch, tools: BatchTools) {
    this.#batch = batch;
    this.#tools = tools;
    this.#intake = new Intake(batch, tools.readers, false);
  }

  async run(): Promise<readonly WrittenPart[]> {
    await this.#quick();
    for (const { account, bytes } of this.#intake.careful) await this.#careful(account, bytes);
    const rewritten = this.#take('cloudtrail_rows');
    if (rewritten.length > 0) await this.#events(oneRun(rewritten), () => oneRun(rewritten));
    for (const table of ['bedrock_invocations', 'bedrock_bodies'] as const) {
      const rows = this.#take(table);
      await this.#flat(
        table,
        this.#tools.sealer === null ? rows : await this.#sealed(table, rows, this.#tools.sealer),
      );
    }
    for (const table of ['azure_events', 'google_events'] as const)
      await this.#flat(table, this.#take(table));
    await this.#problems();
    await this.#flat('files', this.#intake.fileRows());
    return this.#written;
  }

  /**
   * The usual way takes AWS's own form on trust and looks at what came of it. Where a guessed record end was wrong, a
   * record is no JSON, or anything is out of the ordinary, the whole batch is read again, exactly.
   */
  async #quick(): Promise<void> {
    this.#intake.prepare();
    const before = this.#written.length;
    const failed = await this.#write('cloudtrail', quickSelect, await this.#intake.ordered());
    const part = this.#written[before];
    if (failed === null && (part === undefined || !(await this.#isOdd(part.temporary)))) return;
    if (part !== undefined) rmSync(part.temporary);
    this.#written.length = before;
    this.rows = 0;
    this.#intake = new Intake(this.#batch, this.#tools.readers, true);
    this.#intake.prepare();
    const runs: FeedRun[] = [];
    const taking = (): FeedRun | null => {
      const run = this.#intake.pull();
      if (run !== null) runs.push(run);
      return run;
    };
    await this.#events(taking, () => replay(runs));
  }

  async #isOdd(part: string): Promise<boolean> {
    const [first] = (await this.#tools.connection.runAndReadAll(needsCare(part))).getRowsJson();
    const columns = Array.isArray(first?.[2]) ? first[2].map(String) : [];
    if (Number(first?.[0]) > 0 || Number(first?.[1]) > 0) return true;
    if (columns.length === 0) return false;
    const [nested] = (await this.#tools.connection.runAndReadAll(nestedLooking(part, columns))).getRowsJson();
    return Number(nested?.[0]) > 0;
  }

  /** Writes events whose records may be of any kind; those that are no JSON become problems. */
  async #events(feed: Feed, again: () => Feed): Promise<void> {
    const failed = await this.#write('cloudtrail', (source) => exactSelect(source, true), feed);
    if (failed !== null) throw failed;
    const hashes = this.#intake.hashes();
    const bad = await this.#tools.feeds.with({ feed: again(), hashes }, async (source) => {
      const result = await this.#tools.connection.runAndReadAll(unparsableSelect(source));
      return result.getRowsJson();
    });
    const mended: FeedRecord[] = [];
    for (const [evidence, record, offset, length, raw] of bad) {
      const account = this.#intake.accounts.find(({ sha256 }) => sha256 === evidence);
      if (account === undefined) continue;
      const place = {
        file: account.index,
        record: Number(record),
        offset: Number(offset),
        length: Number(length),
      };
      const text = wellFormedJson(String(raw));
      if (text !== raw && isJson(text)) {
        // An intruder who can place such an escape must not be able to hide an event by it.
        mended.push({ ...place, bytes: Buffer.from(text) });
        this.#intake.problem(
          account,
          place.record,
          'half of a surrogate pair stands alone; it reads as U+FFFD here',
        );
        continue;
      }
      account.status = 'partial';
      account.records -= 1;
      this.#intake.problem(account, place.record, `the record is not valid JSON (byte ${place.offset})`);
    }
    if (mended.length > 0)
      await this.#write('cloudtrail', (source) => exactSelect(source, true), oneRun(mended));
  }

  /** A damaged, very large or non-UTF-8 file, window by window. */
  async #careful(account: Account, held: Uint8Array | null): Promise<void> {
    if (held === null && !(await this.#keep(account))) return;
    const reading = new CarefulReading(this.#intake, account, this.#tools.readers);
    for await (const piece of carefulText(
      held === null ? this.#batch.stream(account.index) : oneSlice(held),
    )) {
      if ('damage' in piece) reading.damaged(piece.damage);
      else if (reading.add(piece.bytes)) await this.#window(reading, false);
    }
    await this.#window(reading, true);
  }

  /** Takes a large file in as evidence first: its rows need its hash. False when there is nothing to read. */
  async #keep(account: Account): Promise<boolean> {
    try {
      const { sha256, seen } = await this.#batch.keep(account.index);
      account.sha256 = sha256;
      if (seen) account.status = 'identical';
      if (seen) account.detail = 'the same bytes as a file that was read already';
      return !seen;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      account.status = 'unreadable';
      account.detail = `the file cannot be read: ${messageOf(error)}`;
      this.#intake.problem(account, null, account.detail);
      return false;
    }
  }

  async #window(reading: CarefulReading, last: boolean): Promise<void> {
    const run = reading.next(last);
    if (run !== null) await this.#events(oneRun(run), () => oneRun(run));
  }

  /** Puts the content of rows by, sealed; gives them without it. */
  async #sealed(table: ContentTable, rows: readonly FeedRecord[], sealer: Sealer): Promise<FeedRecord[]> {
    const { open, content, prints } = splitContent(table, rows, this.#intake.hashes());
    for (const array of content) {
      const temporary = this.#tools.parts.temporary();
      writeFileSync(temporary, await sealer.seal(array), { mode: 0o600 });
      this.#written.push({ table: 'sealed_content', temporary });
    }
    await this.#flat('sealed_prints', prints);
    return open;
  }

  async #flat(
    table: Exclude<FlatTable, 'cloudtrail_rows' | 'duplicates'>,
    rows: FeedRecord[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const failed = await this.#write(table, (source) => flatSelect(table, source), oneRun(rows));
    if (failed !== null) throw failed;
    if (COUNTED.has(table)) this.rows += rows.length;
  }

  async #problems(): Promise<void> {
    for (const part of this.#written.filter(({ table }) => table === 'cloudtrail')) {
      const [found] = (await this.#tools.connection.runAndReadAll(problemsIn(part.temporary))).getRowsJson();
      if (found?.[0] === true) await this.#copy('problems', problemsSelect(part.temporary));
    }
    await this.#flat('problems', this.#take('problems'));
  }

  async #write(table: PartTable, select: (source: string) => string, feed: Feed): Promise<Error | null> {
    try {
      await this.#tools.feeds.with({ feed, hashes: this.#intake.hashes() }, (source) =>
        this.#copy(table, select(source)),
      );
      return null;
    } catch (error) {
      if (error instanceof Error && /Malformed JSON|Invalid Input|Conversion Error/i.test(error.message))
        return error;
      throw error;
    }
  }

  async #copy(table: PartTable, select: string): Promise<void> {
    const temporary = this.#tools.parts.temporary();
    const result = await this.#tools.connection.runAndReadAll(
      `COPY (${select}) TO '${temporary.replaceAll("'", "''")}' (${PARQUET})`,
    );
    const rows = Number(result.getRowsJson()[0]?.[0] ?? 0);
    if (rows === 0) return;
    if (table === 'cloudtrail') this.rows += rows;
    this.#written.push({ table, temporary });
  }

  #take(table: FlatTable): FeedRecord[] {
    const rows = this.#intake.queues.get(table) ?? [];
    this.#intake.queues.delete(table);
    return rows;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

async function* oneSlice(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
