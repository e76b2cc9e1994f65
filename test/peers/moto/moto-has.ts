import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { peersPython } from '../python.ts';

/** Whether moto's own code has these operations, each `client:Operation`. */
export function motoHas(operations: readonly string[]): Readonly<Record<string, boolean>> {
  const script = join(import.meta.dirname, '..', 'moto-has.py');
  const said = execFileSync(join(peersPython(), 'python'), [script, ...operations]);
  return JSON.parse(said.toString()) as Readonly<Record<string, boolean>>;
}
