import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The AWS CLI that the suite was written against; one that knows AWS_ENDPOINT_URL. */
const VERSION = '1.42.76';

/** What a run of the CLI gave. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The AWS CLI in a virtual environment of its own, kept in the user's cache between runs.
 * @throws when Python or the package can't be had: a suite that needs it fails
 */
export function installedCli(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'heptad', `awscli-${VERSION}`);
  const aws = join(folder, 'bin', 'aws');
  if (!existsSync(aws)) {
    mkdirSync(folder, { recursive: true });
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' });
    execFileSync(
      join(folder, 'bin', 'pip'),
      ['install', '--quiet', '--disable-pip-version-check', `awscli==${VERSION}`],
      { stdio: 'inherit' },
    );
  }
  execFileSync(aws, ['--version'], { stdio: 'inherit' });
  return aws;
}

/** Runs the CLI with this environment and nothing of the user's own configuration. */
export async function runCli(
  aws: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ran> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '5',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(aws, [...args], { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}
