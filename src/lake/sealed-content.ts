import { CONTENT_COLUMNS } from '../dialect/content-columns.ts';
import { sha256 } from '../base/hashing.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { FeedRecord } from './row-feed.ts';

/** The tables that hold content, and the columns of each that do. */
const SEALED_COLUMNS = {
  bedrock_invocations: CONTENT_COLUMNS,
  bedrock_bodies: ['body', 'body_text', 'guardrail_assessments', 'tool_uses'],
} as const;

export type ContentTable = keyof typeof SEALED_COLUMNS;

/** Every column that is sealed, once. */
const ALL = [...new Set([...SEALED_COLUMNS.bedrock_invocations, ...SEALED_COLUMNS.bedrock_bodies])];

/** The rows of a table as they may lie open, what was taken out of them, and a fingerprint of each whole row. */
export interface SplitRows {
  readonly open: FeedRecord[];
  /** JSON arrays of rows: `evidence`, `record` and the columns that are sealed. */
  readonly content: readonly Buffer[];
  /** By which rows are told to be the same when nobody can read them: SHA-256 of the row's RFC 8785 form. */
  readonly prints: FeedRecord[];
}

/** Takes the content out of rows: the open ones have NULL in its place. */
export function splitContent(
  table: ContentTable,
  rows: readonly FeedRecord[],
  hashes: readonly (string | null)[],
): SplitRows {
  const columns: readonly string[] = SEALED_COLUMNS[table];
  const open: FeedRecord[] = [];
  const content = new Arrays();
  const prints: FeedRecord[] = [];
  for (const row of rows) {
    const whole = JSON.parse(Buffer.from(row.bytes).toString('utf8')) as Record<string, Json>;
    const sealed = Object.fromEntries(columns.map((name) => [name, whole[name] ?? null]));
    content.push({ evidence: hashes[row.file] ?? null, record: row.record, ...sealed });
    const bare = { ...whole, ...Object.fromEntries(columns.map((name) => [name, null])) };
    open.push({ ...row, bytes: Buffer.from(JSON.stringify(bare)) });
    prints.push({ ...row, bytes: Buffer.from(JSON.stringify({ print: sha256(canonicalJson(whole)) })) });
  }
  return { open, content: content.all(), prints };
}

/** An array is bound as one value when it is opened: it stays well below what one may be. */
const MOST_ARRAY = 8 * 1024 * 1024;

class Arrays {
  readonly #done: Buffer[] = [];
  #rows: string[] = [];
  #size = 0;

  push(row: JsonObject): void {
    const text = JSON.stringify(row);
    this.#rows.push(text);
    this.#size += text.length;
    if (this.#size > MOST_ARRAY) this.#close();
  }

  all(): readonly Buffer[] {
    if (this.#rows.length > 0) this.#close();
    return this.#done;
  }

  #close(): void {
    this.#done.push(Buffer.from(`[${this.#rows.join(',')}]`));
    this.#rows = [];
    this.#size = 0;
  }
}

const TYPES = {
  evidence: 'VARCHAR',
  record: 'INTEGER',
  ...Object.fromEntries(ALL.map((name) => [name, 'VARCHAR'])),
};

/** The table of opened content: always there, empty while nothing was opened. Statements cannot name it. */
export const OPENED_SETUP: readonly string[] = [
  `CREATE TABLE opened_content (${Object.entries(TYPES)
    .map(([name, type]) => `"${name}" ${type}`)
    .join(', ')})`,
];

/** Takes in a JSON array of rows as `splitContent` made it. */
export const INSERT_OPENED = `INSERT INTO opened_content SELECT unnest(from_json($1::VARCHAR, '[${JSON.stringify(TYPES)}]'), recursive := true)`;

/** A table with the opened content back in its place. */
export function withOpened(table: ContentTable, source: string): string {
  const columns = SEALED_COLUMNS[table].map((name) => `coalesce(e."${name}", s."${name}") AS "${name}"`);
  return `SELECT e.* REPLACE (${columns.join(', ')}) FROM (${source}) e LEFT JOIN opened_content s ON s.evidence = e.evidence AND s.record = e.record`;
}
