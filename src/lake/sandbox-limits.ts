import type { ChildProcess } from 'node:child_process';
import type { UserError } from '../base/errors.ts';
import { stopped, tookTooLong } from './sandbox-errors.ts';
import type { Request } from './sandbox-protocol.ts';

/** How long a statement may run, who may stop it, and how long it may take to stop. */
export interface LimitOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly graceMs: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/** The time a statement has, and the caller's wish to stop it: first asked, then enforced. */
export class SandboxLimits {
  readonly #child: ChildProcess;
  readonly #options: LimitOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = (): void => this.#stop(stopped());
  #grace: NodeJS.Timeout | undefined;
  #reason: UserError | undefined;

  constructor(child: ChildProcess, options: LimitOptions) {
    this.#child = child;
    this.#options = options;
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
    this.#grace = setTimeout(() => this.#child.kill('SIGKILL'), this.#options.graceMs);
  }
}
