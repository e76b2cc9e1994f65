import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { WHOLE } from '../model/scope.ts';
import {
  accountKey,
  type FileAccount,
  type FileStatus,
  type IngestProgress,
  type LakeSummary,
  type SourceBatch,
} from '../ports/lake.ts';
import type { Reader } from '../ports/reader.ts';
import type { Sealer } from '../ports/seal.ts';
import { ingestBatch } from './batch-ingest.ts';
import { coverageOf } from './coverage.ts';
import { withUnreadFiles } from './unread-files.ts';
import { findDuplicates } from './duplicates.ts';
import type { PartTable } from './flat-tables.ts';
import type { Originals } from './original-slices.ts';
import { Parts, type WrittenPart } from './parts.ts';
import { oneRun, RowFeeds } from './row-feed.ts';
import { viewStatements } from './views.ts';

/** Batches on their way at once: one decodes in JavaScript while DuckDB writes the other. */
const LANES = 2;

const DERIVED_ROWS = {
  duplicates: (source: string): string =>
    `SELECT r.evidence AS evidence, r.record AS record FROM (SELECT unnest(from_json(raw, '[{"evidence":"VARCHAR","record":"INTEGER"}]')) AS r FROM ${source})`,
  problems: (source: string): string =>
    `SELECT CAST(NULL AS VARCHAR) AS path, r.problem AS problem, r.evidence AS evidence, -1 AS record, CAST(0 AS BIGINT) AS byte_offset, 0 AS byte_length FROM (SELECT unnest(from_json(raw, '[{"evidence":"VARCHAR","problem":"VARCHAR"}]')) AS r FROM ${source})`,
} as const;

/** What the lake is made with. */
export interface LakeOptions {
  readonly folder: string;
  readonly readers: readonly Reader[];
  readonly originals: Originals;
  /** Seals prompts and answers of the case; asked when evidence comes, since a case says so when it is opened. */
  readonly sealer?: () => Sealer | null;
  /** Somebody else may be writing: nothing is swept, nothing is written. */
  readonly readOnly?: boolean;
}

/**
 * The lake of a case: Parquet parts derived from the evidence. This side writes and knows no person's SQL; questions
 * go through the sandbox.
 */
export class CaseLake {
  readonly parts: Parts;
  readonly #options: LakeOptions;
  readonly #feeds = new RowFeeds();
  #instance: DuckDBInstance | null = null;
  #admin: DuckDBConnection | null = null;

  constructor(options: LakeOptions) {
    this.#options = options;
    this.parts = new Parts(options.folder);
  }

  /** Brings batches in; each is published whole or not at all. */
  async ingest(
    batches: AsyncIterable<SourceBatch>,
    onProgress: (progress: IngestProgress) => void,
  ): Promise<void> {
    const instance = await this.#open();
    const source = batches[Symbol.asyncIterator]();
    const total = { files: 0, bytes: 0, rows: 0 };
    const lane = async (): Promise<void> => {
      const connection = await instance.connect();
      await this.#feeds.register(connection);
      try {
        for (let next = await source.next(); next.done !== true; next = await source.next()) {
          const batch = next.value;
          const { rows } = await ingestBatch(batch, {
            connection,
            feeds: this.#feeds,
            readers: this.#options.readers,
            parts: this.parts,
            sealer: this.#options.sealer?.() ?? null,
          });
          total.files += batch.files.length;
          total.bytes += batch.files.reduce((sum, file) => sum + file.size, 0);
          total.rows += rows;
          onProgress({ ...total });
        }
      } finally {
        connection.closeSync();
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const result of lanes) if (result.status === 'rejected') throw result.reason;
  }

  /**
   * The paths and hashes of the files it has accounts of. Not of content that only `identical` accounts stand for: the
   * batch that was to bring it was cut off, and it has yet to be read.
   */
  async accounted(): Promise<ReadonlySet<string>> {
    if (this.parts.paths('files').length === 0) return new Set();
    const rows = await this.#ask(
      `SELECT path, sha256 FROM lake_files WHERE sha256 IN (SELECT sha256 FROM lake_files WHERE status <> 'identical')`,
    );
    return new Set(rows.map(([path, hash]) => accountKey(String(path), String(hash))));
  }

  /** Completes derived tables, and judges coverage as supplied. Gives what it gave before while nothing changed. */
  async settle(): Promise<LakeSummary> {
    if (this.parts.summary !== null) return this.parts.summary;
    const admin = await this.#connection();
    await this.parts.settle([]);
    for (const statement of viewStatements(this.#paths, WHOLE)) await admin.run(statement);
    const duplicates = await findDuplicates(admin, this.#options.readers, this.#options.originals);
    const orphans = await this.#orphanedBodies();
    const written = [
      ...(await this.#part('duplicates', duplicates)),
      ...(await this.#part('problems', orphans)),
    ];
    await this.parts.settle(written);
    for (const statement of viewStatements(this.#paths, WHOLE)) await admin.run(statement);
    const summary = await this.#summary(admin);
    this.parts.summarise(summary);
    return summary;
  }

  /** The account of every path. */
  async files(): Promise<readonly FileAccount[]> {
    const rows = await this.#ask(`SELECT f.path, f.sha256, f.size, f.reader, f.status, f.records, f.detail,
      CASE WHEN f.status = 'identical' THEN 0 ELSE coalesce(p.n, q.n, 0) END AS problems
      FROM (SELECT DISTINCT * FROM lake_files) f
      LEFT JOIN (SELECT evidence, count(*) AS n FROM ingest_problems WHERE evidence IS NOT NULL GROUP BY 1) p ON p.evidence = f.sha256
      LEFT JOIN (SELECT path, count(*) AS n FROM ingest_problems WHERE evidence IS NULL GROUP BY 1) q ON f.sha256 IS NULL AND q.path = f.path
      ORDER BY f.path`);
    return rows.map(([path, hash, size, reader, status, records, detail, problems]) => ({
      path: String(path),
      sha256: typeof hash === 'string' ? hash : null,
      size: Number(size),
      reader: String(reader),
      status: status as FileStatus,
      records: Number(records),
      detail: String(detail),
      problems: Number(problems),
    }));
  }

  close(): void {
    this.#admin?.closeSync();
    this.#instance?.closeSync();
    this.#admin = null;
    this.#instance = null;
  }

  async #summary(admin: DuckDBConnection): Promise<LakeSummary> {
    const [counts] = (
      await admin.runAndReadAll(`SELECT (SELECT count(*) FROM cloudtrail) + (SELECT count(*) FROM azure_events) + (SELECT count(*) FROM google_events), (SELECT count(*) FROM bedrock_invocations),
      (SELECT count(*) FROM ingest_problems), (SELECT count(*) FROM lake_files)`)
    ).getRowsJson();
    return {
      events: Number(counts?.[0]),
      invocations: Number(counts?.[1]),
      problems: Number(counts?.[2]),
      files: Number(counts?.[3]),
      coverage: await withUnreadFiles(await coverageOf(admin), admin, this.#options.readers),
    };
  }

  /** Bodies whose record is not there: somebody should know. */
  async #orphanedBodies(): Promise<readonly object[]> {
    if (this.parts.paths('bedrock_bodies').length === 0) return [];
    const rows = await this.#ask(
      `SELECT b.evidence, b.requestid, b.direction FROM (SELECT * FROM read_parquet([${this.parts
        .paths('bedrock_bodies')
        .map((path) => `'${path}'`)
        .join(
          ', ',
        )}])) b WHERE NOT EXISTS (SELECT 1 FROM bedrock_invocations i WHERE i.requestid = b.requestid)`,
    );
    return rows.map(([evidence, request, direction]) => ({
      evidence: String(evidence),
      problem: `an offloaded ${String(direction)} body whose invocation record (request ${String(request)}) is not among the logs`,
    }));
  }

  /** Derived rows are few: they cross over as one JSON text. */
  async #part(table: 'duplicates' | 'problems', rows: readonly object[]): Promise<readonly WrittenPart[]> {
    if (rows.length === 0) return [];
    const admin = await this.#connection();
    const temporary = this.parts.temporary();
    const feed = oneRun([
      { file: -1, record: 0, offset: 0, length: 0, bytes: Buffer.from(JSON.stringify(rows)) },
    ]);
    await this.#feeds.with({ feed, hashes: [] }, (source) =>
      admin.run(
        `COPY (${DERIVED_ROWS[table](source)}) TO '${temporary.replaceAll("'", "''")}' (FORMAT parquet)`,
      ),
    );
    return [{ table, temporary }];
  }

  async #ask(sql: string): Promise<readonly (readonly unknown[])[]> {
    const admin = await this.#connection();
    for (const statement of viewStatements(this.#paths, WHOLE)) await admin.run(statement);
    return (await admin.runAndReadAll(sql)).getRowsJson();
  }

  readonly #paths = (table: PartTable): readonly string[] => this.parts.paths(table);

  async #connection(): Promise<DuckDBConnection> {
    if (this.#admin !== null) return this.#admin;
    const connection = await (await this.#open()).connect();
    await this.#feeds.register(connection);
    this.#admin = connection;
    return connection;
  }

  async #open(): Promise<DuckDBInstance> {
    if (this.#instance !== null) return this.#instance;
    const { DuckDBInstance: Instance } = await import('@duckdb/node-api');
    if (this.#options.readOnly !== true) this.parts.sweep();
    this.#instance = await Instance.create(':memory:', {
      threads: '2',
      // Beside it the program holds the batches on their way; together they stay below 600 MB.
      memory_limit: '300MB',
      enable_external_file_cache: 'false',
      preserve_insertion_order: 'false',
      temp_directory: `${this.#options.folder}/.spill`,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await this.#instance.connect();
    await connection.run("SET GLOBAL TimeZone = 'UTC'");
    connection.closeSync();
    return this.#instance;
  }
}
