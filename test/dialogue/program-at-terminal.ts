import { spawn, type IPty } from '@lydell/node-pty';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DIST } from '../support/built.ts';
import { programEnvironment } from '../support/program.ts';
import { Screen } from './screen.ts';

const POLL_MS = 5;
const QUIET_MS = 30;
const PATIENCE_MS = 25_000;

export interface TerminalPlace {
  readonly cwd: string;
  readonly columns: number;
  readonly rows: number;
}

/** The built program at a pseudo-terminal, and the screen it draws on. */
export class ProgramAtTerminal {
  readonly screen: Screen;
  readonly #pty: IPty;
  #exit: number | null = null;
  #writtenAt = performance.now();
  #fault: unknown = null;

  constructor(args: readonly string[], { cwd, columns, rows }: TerminalPlace) {
    this.screen = new Screen(columns, rows);
    this.#pty = spawn(process.execPath, [join(DIST, 'main.js'), ...args], {
      cols: columns,
      rows,
      cwd,
      env: { ...programEnvironment(cwd), TERM: 'xterm-256color' },
    });
    this.#pty.onData((data) => this.#draw(data));
    this.#pty.onExit(({ exitCode }) => (this.#exit = exitCode));
  }

  get exit(): number | null {
    return this.#exit;
  }

  send(keys: string): void {
    if (this.#exit === null) this.#pty.write(keys);
  }

  /** Waits until nothing was written for a moment: a prompt is drawn in pieces. */
  async quiet(): Promise<void> {
    await this.until('a quiet moment', () => performance.now() - this.#writtenAt > QUIET_MS);
  }

  /** Waits until something is so. @throws with the screen as it is, after a while */
  async until(what: string, holds: () => boolean, patience = PATIENCE_MS): Promise<void> {
    const start = performance.now();
    while (!holds()) {
      if (this.#fault !== null) throw this.#fault;
      if (performance.now() - start > patience)
        throw new Error(`waited in vain for ${what}; the screen is\n${this.screen.visible.join('\n')}`);
      if (this.#exit !== null && !holds())
        throw new Error(
          `the program ended with ${this.#exit} before ${what}; the screen is\n${this.screen.visible.join('\n')}`,
        );
      await sleep(POLL_MS);
    }
    if (this.#fault !== null) throw this.#fault;
  }

  async end(patience?: number): Promise<number> {
    await this.until('its end', () => this.#exit !== null, patience);
    return this.#exit ?? -1;
  }

  /** Ends the program if it still runs. */
  close(): void {
    if (this.#exit === null) this.#pty.kill('SIGKILL');
  }

  #draw(data: string): void {
    this.#writtenAt = performance.now();
    try {
      this.screen.write(data);
    } catch (error) {
      this.#fault ??= error;
    }
  }
}
