import { userInfo } from 'node:os';
import type { Operator } from '../model/case-event.ts';

/** The outside world as commands see it. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether a person can be asked. */
export function isInteractive({ stdin, stderr }: Io): boolean {
  return stdin.isTTY && stderr.isTTY;
}

/** Who is at the keyboard: HEPTAD_OPERATOR, or the name of the account on this machine. */
export function operatorOf({ env }: Io): Operator {
  const named = env['HEPTAD_OPERATOR']?.trim();
  return { human: named === undefined || named === '' ? userInfo().username : named, identity: null };
}

/** Data: a line to stdout. */
export function print(io: Io, line: string): void {
  io.stdout.write(`${line}\n`);
}

/** Everything else: a line to stderr. */
export function tell(io: Io, line: string): void {
  io.stderr.write(`${line}\n`);
}

/** Plain JSON, two spaces deep. */
export function printJson(io: Io, value: unknown): void {
  print(io, JSON.stringify(value, null, 2));
}

/** Colour where a person looks at it and has not asked for none. */
export function hasColor({ env, stderr }: Io): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
  return stderr.isTTY && env['TERM'] !== 'dumb';
}
