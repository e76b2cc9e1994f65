import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The programs of a virtual environment that holds these Python packages, kept in the user's cache between runs.
 * @returns the folder of its programs
 * @throws when Python or a package can't be had: a suite that needs it fails
 */
export function pythonWith(name: string, requirements: readonly string[]): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'heptad', name);
  const programs = join(folder, 'bin');
  const finished = join(folder, 'installed');
  // One that was cut off is made anew.
  if (!existsSync(finished)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
    execFileSync(
      join(programs, 'pip'),
      ['install', '--quiet', '--disable-pip-version-check', ...requirements],
      { stdio: 'inherit' },
    );
    writeFileSync(finished, `${requirements.join('\n')}\n`);
  }
  return programs;
}

/** An independent client and an independent simulation of AWS, that the suites were written against. */
export const BOTOCORE = 'botocore==1.44.8';
export const MOTO = 'moto[server]==5.2.5';

/** The environment that botocore and moto share. */
export function peersPython(): string {
  return pythonWith('peers-botocore-1.44.8-moto-5.2.5', [BOTOCORE, MOTO]);
}

/** An independent compiler of Sigma rules, and what it compiles to. */
export const PYSIGMA = 'pysigma==2.0.1';
export const PYSIGMA_SQLITE = 'pysigma-backend-sqlite==2.1.1';

export function sigmaPython(): string {
  return pythonWith('peers-pysigma-2.0.1-sqlite-2.1.1', [PYSIGMA, PYSIGMA_SQLITE]);
}

/** What a program of AWS may know of this machine: nothing of the user's own configuration. */
export function bareEnvironment(): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
