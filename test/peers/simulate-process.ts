import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DIST } from '../support/built.ts';

/** A simulated account in a process of its own, as a user starts it. */
export interface SimulateProcess {
  /** What it told a client's environment to be. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => void;
}

export async function startSimulation(scenario: string): Promise<SimulateProcess> {
  const child = spawn(process.execPath, [join(DIST, 'main.js'), 'simulate', scenario], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString('utf8')));
    child.once('exit', (code) => reject(new Error(`simulate ended with ${code} before it listened`)));
  });
  const lines = [...printed.matchAll(/^export ([A-Z_]+)=(.*)$/gm)];
  return {
    environment: Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value])),
    close: () => {
      child.kill('SIGTERM');
    },
  };
}
