import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { DIST } from './built.ts';
import { programEnvironment } from './program.ts';

/** How a run of the built program ended. */
export interface ProgramEnded {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Starts the built program with this environment and no terminal: the account it calls is served by this process.
 * @param stop ends it by a signal when it is aborted: SIGKILL as a power cut would, SIGINT as Ctrl-C does
 */
export function startProgram(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  stop?: { readonly at: AbortSignal; readonly by: 'SIGKILL' | 'SIGINT' },
): Promise<ProgramEnded> {
  const child = spawn(process.execPath, [`${DIST}main.js`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: programEnvironment(tmpdir(), environment),
  });
  stop?.at.addEventListener('abort', () => child.kill(stop.by));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** What a run printed as JSON. @throws Error with its exit code and what it said, where it is none */
export function printedJson({ code, stdout, stderr }: ProgramEnded): unknown {
  try {
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`no JSON in ${stdout.length} characters; exit ${code}, stderr: ${stderr.slice(-2000)}`, {
      cause: error,
    });
  }
}
