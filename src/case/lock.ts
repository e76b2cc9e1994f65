import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { writeDurably } from '../base/durable-file.ts';
import { CaseHeldError, codeOf } from '../base/errors.ts';
import { isAlive, startOf } from './process-life.ts';

/** Who holds a case. */
export interface Holder {
  readonly pid: number;
  /** When that process started, as the system tells it: a pid alone may be another process by now. */
  readonly start: string | null;
  readonly host: string;
  readonly human: string;
  readonly since: string;
  readonly released: boolean;
}

/**
 * The case's lock. Each holder writes the next number, exclusively; the highest number is the lock, and it is never
 * removed but by a higher one, so that two takers of a dead holder's lock cannot both win.
 */
export class CaseLock {
  readonly #folder: string;
  readonly #number: number;
  readonly #holder: Holder;

  private constructor(folder: string, number: number, holder: Holder) {
    this.#folder = folder;
    this.#number = number;
    this.#holder = holder;
  }

  /** Takes the lock, also from a holder that is dead. @throws CaseHeldError naming a living holder */
  static take(folder: string, who: { readonly human: string; readonly since: string }): CaseLock {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const holder: Holder = {
      pid: process.pid,
      start: startOf(process.pid),
      host: hostname(),
      ...who,
      released: false,
    };
    for (;;) {
      const current = currentLock(folder);
      if (current !== null && isHeld(current.holder)) throw heldError(current.holder);
      const number = (current?.number ?? 0) + 1;
      if (claim(folder, number, holder)) return new CaseLock(folder, number, holder);
    }
  }

  release(): void {
    writeDurably(join(this.#folder, name(this.#number)), JSON.stringify({ ...this.#holder, released: true }));
  }
}

/** Who holds the case now, or null. */
export function holderOf(folder: string): Holder | null {
  const current = currentLock(folder);
  return current !== null && isHeld(current.holder) ? current.holder : null;
}

function heldError(holder: Holder): CaseHeldError {
  return new CaseHeldError(
    `the case is held by another process: ${holder.human}, pid ${holder.pid} on ${holder.host}, since ${holder.since}`,
    {
      why: 'one process writes to a case at a time',
      fix:
        holder.host === hostname()
          ? 'finish or leave there first; notes and log entries can be given meanwhile'
          : `if that machine is gone for good, remove the files in the case's lock/ folder by hand`,
    },
  );
}

function isHeld(holder: Holder): boolean {
  if (holder.released) return false;
  return holder.host === hostname() ? isAlive(holder.pid, holder.start) : true;
}

/** Creates the file with its content in one step; false when somebody else was first. */
function claim(folder: string, number: number, holder: Holder): boolean {
  const temporary = join(folder, `.taking-${process.pid}-${number}`);
  // Flushed first: after a power cut an empty lock would tell of no holder at all.
  writeDurably(temporary, JSON.stringify(holder));
  try {
    linkSync(temporary, join(folder, name(number)));
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  const numbers = numbersIn(folder);
  if (Math.max(...numbers) > number) {
    // A number that was used up and cleared away meanwhile: the lock is the higher one.
    rmSync(join(folder, name(number)), { force: true });
    return false;
  }
  for (const old of numbers) if (old < number) rmSync(join(folder, name(old)), { force: true });
  return true;
}

function currentLock(folder: string): { readonly number: number; readonly holder: Holder } | null {
  const number = Math.max(0, ...numbersIn(folder));
  if (number === 0) return null;
  try {
    return { number, holder: JSON.parse(readFileSync(join(folder, name(number)), 'utf8')) as Holder };
  } catch (error) {
    // Replaced by a higher one between the two looks.
    if (codeOf(error) === 'ENOENT') return currentLock(folder);
    throw error;
  }
}

function numbersIn(folder: string): readonly number[] {
  try {
    return readdirSync(folder).flatMap((file) => (/^\d+$/.test(file) ? [Number(file)] : []));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function name(number: number): string {
  return String(number).padStart(8, '0');
}
