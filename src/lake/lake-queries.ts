import { UserError } from '../base/errors.ts';
import { maskDeep } from '../base/secret-mask.ts';
import { nearest } from '../base/text.ts';
import { bindNamed } from '../dialect/named-parameters.ts';
import type { Scope } from '../model/scope.ts';
import { WHOLE } from '../model/scope.ts';
import type { BoundValue, QueryLake, QueryRequest, QueryResult, SqlCheck } from '../ports/lake.ts';
import type { Parts } from './parts.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';
import { viewStatements } from './views.ts';

/** What a sandbox may take: the rest of the machine is for the writer and for everybody else. */
const MEMORY = '700MB';

/**
 * Asks a lake through the sandbox. Each scope has a sandbox of its own, whose tables are narrowed before anybody's SQL
 * is let in; it is opened again when the lake has new parts.
 */
export class LakeQueries implements QueryLake {
  readonly #parts: Pick<Parts, 'paths' | 'all'>;
  readonly #options: SandboxOptions;
  readonly #open = new Map<string, { readonly parts: string; readonly sandbox: Sandbox }>();

  constructor(parts: Pick<Parts, 'paths' | 'all'>, options: SandboxOptions = {}) {
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
    // Everything derived is made of these rows: screens, findings, the journal, reports.
    return { ...result, rows: maskDeep(result.rows) };
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
    const parts = this.#parts.all().join('\n');
    const open = this.#open.get(key);
    if (open?.parts === parts) return open.sandbox;
    await open?.sandbox.close();
    const setup = viewStatements((table) => this.#parts.paths(table), scope);
    const sandbox = new Sandbox(
      { setup, allowedPaths: this.#parts.all(), memoryLimit: MEMORY, tempDirectory: null },
      this.#options,
    );
    this.#open.set(key, { parts, sandbox });
    return sandbox;
  }
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
