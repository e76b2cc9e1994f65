import { spawn } from 'node:child_process';
import { DIST } from './built.ts';

/** How a run of the built program ended. */
export interface ProgramEnded {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program with this environment beside the usual one, and no terminal. */
export function runProgram(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ProgramEnded> {
  const child = spawn(process.execPath, [`${DIST}main.js`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HEPTAD_OPERATOR: 'Ada Byron', ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
