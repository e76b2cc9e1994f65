import { userInfo } from 'node:os';
import { showUnseenInJson } from '../base/text-safety.ts';
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
  print(io, showUnseenInJson(JSON.stringify(value, null, 2)));
}
