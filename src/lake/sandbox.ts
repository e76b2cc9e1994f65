import { fileURLToPath } from 'node:url';
import { UserError } from '../base/errors.ts';
import type { BoundValue, SqlCheck } from '../ports/lake.ts';
import { faultError, stopped } from './sandbox-errors.ts';
import type { Work } from './sandbox-process.ts';
import { SandboxProcess } from './sandbox-process.ts';
import type { Outcome, Rows, SandboxConfig } from './sandbox-protocol.ts';

/** How a query is to run. */
export interface QueryOptions {
  /** Default 10,000. */
  readonly rowLimit?: number;
  /** Default 60,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Where the engine runs, and how long it may take to stop. */
export interface SandboxOptions {
  /** The compiled worker; tests give their own. */
  readonly workerFile?: string;
  /** How long a statement has to stop after it was asked to, before its process is ended. Default 2,000. */
  readonly graceMs?: number;
}

const DEFAULT_ROWS = 10_000;
const DEFAULT_GRACE_MS = 2_000;

/**
 * Runs read-only Athena SQL in a process of its own, one statement after the other. The process is started with the
 * first statement, and anew after it died; a statement that does not stop is ended with it. Where the engine meets a
 * fault of its own, the statement is asked once more in a new process: what only reads may be asked again. (DuckDB 1.5.5
 * now and then fails a window function so: https://github.com/duckdb/duckdb/issues/25713.)
 */
export class Sandbox {
  readonly #config: SandboxConfig;
  readonly #workerFile: string;
  readonly #graceMs: number;
  #process: SandboxProcess | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(config: SandboxConfig, options: SandboxOptions = {}) {
    this.#config = config;
    this.#workerFile = options.workerFile ?? fileURLToPath(new URL('./sandbox-worker.js', import.meta.url));
    this.#graceMs = options.graceMs ?? DEFAULT_GRACE_MS;
  }

  /**
   * Runs one statement; `values` fill its `?` in order.
   * @throws UserError when it is refused, fails, takes too long or was stopped by the signal
   */
  async query(sql: string, values: readonly BoundValue[], options: QueryOptions = {}): Promise<Rows> {
    const statement = { sql, values, rowLimit: options.rowLimit ?? DEFAULT_ROWS };
    const outcome = await this.#inTurn({ do: 'query', statement }, options);
    if (outcome.kind === 'rows') return outcome.rows;
    throw faultError(outcome, sql);
  }

  /** Whether a statement would run, and with which columns; `differs` is what Athena would read otherwise. */
  async check(sql: string): Promise<SqlCheck> {
    const statement = { sql, values: [], rowLimit: 0 };
    const outcome = await this.#inTurn({ do: 'check', statement }, {});
    if (outcome.kind === 'columns') return { ok: true, columns: outcome.columns, differs: outcome.differs };
    if (outcome.kind === 'faults') return { ok: false, faults: outcome.faults };
    throw faultError(outcome, sql);
  }

  /** Ends the process. Statements in hand fail. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#process?.end();
  }

  #inTurn(work: Work, options: QueryOptions): Promise<Outcome> {
    const turn = this.#last.then(() => this.#run(work, options));
    // The next statement waits for this one to end, however it ends; its own caller hears of the failure.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #run(work: Work, options: QueryOptions): Promise<Outcome> {
    const outcome = await this.#ask(work, options);
    return outcome.kind === 'broken' ? this.#ask(work, options) : outcome;
  }

  async #ask(work: Work, options: QueryOptions): Promise<Outcome> {
    if (this.#closed) throw new UserError('the lake is closed');
    if (options.signal?.aborted === true) throw stopped();
    if (this.#process?.ended !== false) this.#process = new SandboxProcess(this.#workerFile, this.#config);
    const outcome = await this.#process.run(work, { ...options, graceMs: this.#graceMs });
    if (outcome.kind === 'broken') await this.#process.end();
    return outcome;
  }
}
