import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bareEnvironment, pythonWith } from './python.ts';

/** The AWS CLI that the suite was written against; one that knows AWS_ENDPOINT_URL. */
const VERSION = '1.46.3';

/** What a run of the CLI gave. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The AWS CLI in a virtual environment of its own.
 * @throws when Python or the package can't be had: a suite that needs it fails
 */
export function installedCli(): string {
  const aws = join(pythonWith(`awscli-${VERSION}`, [`awscli==${VERSION}`]), 'aws');
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
    ...bareEnvironment(),
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
