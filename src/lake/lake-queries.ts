import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors.ts';
import { maskDeep } from '../base/secret-mask.ts';
import { nearest } from '../base/text.ts';
import { bindNamed } from '../dialect/named-parameters.ts';
import type { Row, RowValue } from '../model/row.ts';
import type { Scope } from '../model/scope.ts';
import { WHOLE } from '../model/scope.ts';
import type { BoundValue, QueryLake, QueryRequest, QueryResult, SqlCheck } from '../ports/lake.ts';
import type { Opener } from '../ports/seal.ts';
import type { Parts } from './parts.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';
import { viewStatements } from './views.ts';

/** What a sandbox may take: the rest of the machine is for the writer and for everybody else. */
const MEMORY = '700MB';

/** How sealed content is opened for statements. */
export interface Opening {
  readonly opener: Opener;
  /** What stands in the place of text made of content; null = the text itself. */
  readonly token: ((content: string) => string) | null;
}

export interface LakeQueriesOptions extends SandboxOptions {
  /** Without it, sealed content is NULL. */
  readonly opening?: Opening;
}

/**
 * Asks a lake through the sandbox. Each scope has a sandbox of its own, whose tables are narrowed before anybody's SQL
 * is let in; it is opened again when the lake has new parts.
 */
export class LakeQueries implements QueryLake {
  readonly #parts: Pick<Parts, 'paths' | 'all'>;
  readonly #options: LakeQueriesOptions;
  #opened: { readonly parts: string; readonly rows: Promise<readonly Uint8Array[]> } | null = null;
  readonly #open = new Map<string, { readonly parts: string; readonly sandbox: Sandbox }>();

  constructor(parts: Pick<Parts, 'paths' | 'all'>, options: LakeQueriesOptions = {}) {
    this.#parts = parts;
    this.#options = options;
  }

  async query(request: QueryRequest): Promise<QueryResult> {
    const { sql, names } = bindNamed(request.sql);
    const values = names.map((name) => valueOf(name, request.params));
    const sandbox = await this.#sandbox(request.scope);
    const { rowLimit, timeoutMs, signal } = request;
    const result = await sandbox.query(sql, values, {
      ...(rowLimit === undefined ? {} : { rowLimit }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signal === undefined ? {} : { signal }),
    });
    const { content, ...answer } = result;
    const { opening } = this.#options;
    const token = opening?.token ?? null;
    const rows = token === null ? answer.rows : withTokens(answer.rows, content.columns, token);
    const withheld = content.reads && opening === undefined && this.#parts.paths('sealed_content').length > 0;
    // Everything derived is made of these rows: screens, findings, the journal, reports.
    return { ...answer, rows: maskDeep(rows), withheld };
  }

  async check(sql: string): Promise<SqlCheck> {
    const sandbox = await this.#sandbox(WHOLE);
    return sandbox.check(bindNamed(sql).sql);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ sandbox }) => sandbox.close()));
    this.#open.clear();
  }

  async #sandbox(scope: Scope): Promise<Sandbox> {
    const key = JSON.stringify(scope);
    const parts = [...this.#parts.all(), ...this.#parts.paths('sealed_content')].join('\n');
    const open = this.#open.get(key);
    if (open?.parts === parts) return open.sandbox;
    await open?.sandbox.close();
    const { opening, ...options } = this.#options;
    const setup = viewStatements((table) => this.#parts.paths(table), scope, opening !== undefined);
    const opened = opening === undefined ? {} : { opened: await this.#content(opening.opener, parts) };
    const sandbox = new Sandbox(
      { setup, allowedPaths: this.#parts.all(), memoryLimit: MEMORY, tempDirectory: null, ...opened },
      options,
    );
    this.#open.set(key, { parts, sandbox });
    return sandbox;
  }

  /** Sealed rows, opened: in memory, and of every scope the same. */
  #content(opener: Opener, parts: string): Promise<readonly Uint8Array[]> {
    if (this.#opened?.parts !== parts) {
      const files = this.#parts.paths('sealed_content');
      this.#opened = {
        parts,
        rows: Promise.all(files.map(async (file) => opener.open(await readFile(file)))),
      };
    }
    return this.#opened.rows;
  }
}

/** Text that may be made of content as tokens; everything else as it is. */
function withTokens(
  rows: readonly Row[],
  columns: readonly string[],
  token: (content: string) => string,
): readonly Row[] {
  if (columns.length === 0) return rows;
  const covered = (value: RowValue): RowValue => {
    if (typeof value === 'string') return value === '' ? value : token(value);
    if (Array.isArray(value)) return value.map(covered);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, covered(member)]));
  };
  const named = new Set(columns);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, named.has(name) ? covered(value) : value]),
    ),
  );
}

/** A lake without a file: statements can be checked against its tables. */
export function emptyLake(options: SandboxOptions = {}): LakeQueries {
  return new LakeQueries({ paths: () => [], all: () => [] }, options);
}

function valueOf(name: string, params: Readonly<Record<string, BoundValue>>): BoundValue {
  const value = params[name];
  if (value !== undefined) return value;
  const close = nearest(name, Object.keys(params));
  throw new UserError(`the statement needs the parameter :${name}`, {
    fix: close === undefined ? `give it: --param ${name}=…` : `did you mean :${close}?`,
  });
}
