import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { cutText, showUnseen } from '../base/text-safety.ts';
import type { BoundValue, SqlCheck } from '../ports/lake.ts';
import { faultError, unexpectedEnd } from './sandbox-errors.ts';
import type { Narrowing, Outcome, Reply, Request, Rows, SandboxConfig, Statement } from './sandbox-protocol.ts';

/** How a query is to run. */
export interface QueryOptions {
  /** Tables the statement sees narrowed; their SQL is ours and is not judged. */
  readonly narrow?: readonly Narrowing[];
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
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_GRACE_MS = 2_000;
const MOST_COMPLAINT = 2_000;

/**
 * Runs read-only Athena SQL in a process of its own, one statement after the other. The process is started with the
 * first statement, and anew after it died; a statement that does not stop is ended with it.
 */
export class Sandbox {
  readonly #config: SandboxConfig;
  readonly #workerFile: string;
  readonly #graceMs: number;
  #worker: Worker | undefined;
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
    const statement = { sql, values, narrow: options.narrow ?? [], rowLimit: options.rowLimit ?? DEFAULT_ROWS };
    const outcome = await this.#inTurn({ do: 'query', statement }, options);
    if (outcome.kind === 'rows') return outcome.rows;
    throw faultError(outcome, sql);
  }

  /** Whether a statement would run, and with which columns; `differs` is what Athena would read otherwise. */
  async check(sql: string): Promise<SqlCheck> {
    const statement = { sql, values: [], narrow: [], rowLimit: 0 };
    const outcome = await this.#inTurn({ do: 'check', statement }, {});
    if (outcome.kind === 'columns') return { ok: true, columns: outcome.columns, differs: outcome.differs };
    if (outcome.kind === 'faults') return { ok: false, faults: outcome.faults };
    throw faultError(outcome, sql);
  }

  /** Ends the process. Statements in hand fail. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.end();
  }

  #inTurn(work: Work, options: QueryOptions): Promise<Outcome> {
    const turn = this.#last.then(() => this.#run(work, options));
    // The next statement waits for this one to end, however it ends; its own caller hears of the failure.
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #run(work: Work, options: QueryOptions): Promise<Outcome> {
    if (this.#closed) throw new UserError('the lake is closed');
    if (options.signal?.aborted === true) throw stopped();
    if (this.#worker?.ended !== false) this.#worker = new Worker(this.#workerFile, this.#config, this.#graceMs);
    return this.#worker.run(work, options);
  }
}

interface Work {
  readonly do: 'query' | 'check';
  readonly statement: Statement;
}

/** One child process and the statement it is at. */
class Worker {
  readonly #child: ChildProcess;
  readonly #opened: Promise<void>;
  readonly #graceMs: number;
  readonly #exited: Promise<void>;
  #complaint = '';
  #outOfMemory = false;
  #ended = false;
  #id = 0;
  #onReply: (reply: Reply) => void = () => undefined;
  #onEnd: (error: UserError) => void = () => undefined;

  constructor(file: string, config: SandboxConfig, graceMs: number) {
    this.#graceMs = graceMs;
    this.#child = fork(file, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      // Nothing of the responder's environment is needed there, and credentials least of all.
      env: { PATH: process.env['PATH'] ?? '' },
    });
    this.#child.stderr?.on('data', (data: Buffer) => this.#keepComplaint(data));
    this.#child.on('message', (reply: Reply) => this.#hear(reply));
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', resolve);
      this.#child.once('error', resolve);
    }).then(() => this.#over());
    this.#opened = this.#ask({ do: 'open', config }, (reply) => this.#openedBy(reply));
    // A worker that does not open is heard of by the statement that waits for it.
    this.#opened.catch(() => undefined);
  }

  get ended(): boolean {
    return this.#ended;
  }

  async run(work: Work, options: QueryOptions): Promise<Outcome> {
    await this.#opened;
    this.#id += 1;
    const id = this.#id;
    const limits = new Limits(this.#child, options, this.#graceMs);
    try {
      const outcome = await this.#ask({ ...work, id }, (reply) => (reply.kind === 'done' && reply.id === id ? reply.outcome : undefined));
      if (outcome.kind === 'interrupted') throw limits.reason() ?? stopped();
      return outcome;
    } catch (error) {
      throw limits.reason() ?? error;
    } finally {
      limits.lift();
    }
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #ask<T>(request: Request, read: (reply: Reply) => T | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#onEnd = reject;
      this.#onReply = (reply) => {
        const answer = read(reply);
        if (answer !== undefined) resolve(answer);
      };
      if (this.#ended) return this.#over();
      this.#child.send(request, (error) => {
        // The exit that follows says more than the broken pipe does.
        if (error !== null) this.#child.kill('SIGKILL');
      });
    });
  }

  #openedBy(reply: Reply): void {
    if (reply.kind !== 'not-open') return;
    this.#child.kill('SIGKILL');
    this.#onEnd(new UserError('the lake could not be opened', { why: reply.message, fix: 'collect the logs again into a new case' }));
  }

  #hear(reply: Reply): void {
    if (reply.kind === 'out-of-memory') this.#outOfMemory = true;
    this.#onReply(reply);
  }

  #keepComplaint(data: Buffer): void {
    this.#complaint = (this.#complaint + data.toString()).slice(-MOST_COMPLAINT);
  }

  #over(): void {
    this.#ended = true;
    this.#onEnd(unexpectedEnd(this.#outOfMemory, cutText(showUnseen(this.#complaint), MOST_COMPLAINT)));
  }
}

/** The time a statement has, and the caller's wish to stop it: first asked, then enforced. */
class Limits {
  readonly #child: ChildProcess;
  readonly #options: QueryOptions;
  readonly #graceMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = (): void => this.#stop(stopped());
  #grace: NodeJS.Timeout | undefined;
  #reason: UserError | undefined;

  constructor(child: ChildProcess, options: QueryOptions, graceMs: number) {
    this.#child = child;
    this.#options = options;
    this.#graceMs = graceMs;
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#timer = setTimeout(() => this.#stop(tookTooLong(timeoutMs)), timeoutMs);
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal?.aborted === true) this.#onAbort();
  }

  reason(): UserError | undefined {
    return this.#reason;
  }

  lift(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#grace);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  #stop(reason: UserError): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    if (this.#child.connected) this.#child.send({ do: 'interrupt' } satisfies Request, () => undefined);
    this.#grace = setTimeout(() => this.#child.kill('SIGKILL'), this.#graceMs);
  }
}

function stopped(): UserError {
  return new UserError('the query was stopped', { why: 'as asked' });
}

function tookTooLong(timeoutMs: number): UserError {
  return new UserError(`the query took longer than ${counted(timeoutMs / 1000, 'second')} and was stopped`, {
    why: 'a runaway query would hold up the case',
    fix: 'narrow it: a shorter time window in WHERE, fewer joins, no join without a condition',
  });
}
