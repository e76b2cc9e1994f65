import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { UserError } from '../base/errors.ts';
import { cutText, showUnseen } from '../base/text-safety.ts';
import { stopped, unexpectedEnd } from './sandbox-errors.ts';
import type { LimitOptions } from './sandbox-limits.ts';
import { SandboxLimits } from './sandbox-limits.ts';
import type { Outcome, Reply, Request, SandboxConfig, Statement } from './sandbox-protocol.ts';

/** What a process is asked to do with a statement. */
export interface Work {
  readonly do: 'query' | 'check';
  readonly statement: Statement;
}

const MOST_COMPLAINT = 2_000;

/** One child process, which answers one request at a time. */
export class SandboxProcess {
  readonly #child: ChildProcess;
  readonly #opened: Promise<void>;
  readonly #exited: Promise<void>;
  #complaint = '';
  #outOfMemory = false;
  #ended = false;
  #id = 0;
  #onReply: (reply: Reply) => void = () => undefined;
  #onEnd: (error: UserError) => void = () => undefined;

  constructor(file: string, config: SandboxConfig) {
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
    this.#opened = this.#open(config);
    // A process that does not open is heard of by the statement that waits for it.
    this.#opened.catch(() => undefined);
  }

  /** Whether the process is gone, or about to go. */
  get ended(): boolean {
    // One that was killed can still have answered just before, and its end not be heard of yet.
    return this.#ended || this.#child.killed;
  }

  /** @throws UserError when the statement was stopped, or the process ended under it */
  async run(work: Work, options: LimitOptions): Promise<Outcome> {
    await this.#opened;
    this.#id += 1;
    const id = this.#id;
    const limits = new SandboxLimits(this.#child, options);
    try {
      const outcome = await this.#ask({ ...work, id }, (reply) =>
        reply.kind === 'done' && reply.id === id ? reply.outcome : undefined,
      );
      if (outcome.kind === 'interrupted') throw stopped();
      return outcome;
    } catch (error) {
      throw limits.reason() ?? error;
    } finally {
      limits.lift();
    }
  }

  /** Ends the process; returns when it is gone. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async #open(config: SandboxConfig): Promise<void> {
    const reply = await this.#ask({ do: 'open', config }, (heard) => heard);
    if (reply.kind === 'open') return;
    this.#ended = true;
    this.#child.kill('SIGKILL');
    const why =
      reply.kind === 'not-open'
        ? cutText(showUnseen(reply.message), MOST_COMPLAINT)
        : 'it needs more memory than it may use';
    throw new UserError('the lake could not be opened', {
      why,
      fix: 'delete the lake/ folder of the case: it is derived, and made again from the evidence',
    });
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
        // The end that follows says more than the broken pipe does.
        if (error !== null) this.#child.kill('SIGKILL');
      });
    });
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
