import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { peersPython } from './python.ts';

/** A moto server on the loopback interface. */
export interface MotoServer {
  readonly url: string;
  /** What it wrote of its own accord: requests, and what it has not implemented. */
  readonly said: () => string;
  /** Empties every account, and lets every call through again. */
  readonly reset: () => Promise<void>;
  /** From now on checks signatures, and what policies of IAM let the caller do. */
  readonly enforce: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts one for this account, and waits until it listens. @throws when it ends before that */
export async function startMoto(accountId: string): Promise<MotoServer> {
  const port = await freePort();
  const child = spawn(join(peersPython(), 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      MOTO_ACCOUNT_ID: accountId,
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      if (said.includes('Running on')) resolve();
    });
    void ended.then(() => reject(new Error(`moto_server ended before it listened: ${said}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  // https://docs.getmoto.org/en/latest/docs/server_mode.html#reset-api, .../docs/iam.html
  const post = async (path: string, body: string): Promise<void> => {
    const answer = await fetch(`${url}/moto-api/${path}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`moto_server answered ${answer.status} to ${path}`);
  };
  return {
    url,
    said: () => said,
    reset: async () => {
      await post('reset-auth', 'inf');
      await post('reset', '');
    },
    enforce: () => post('reset-auth', '0'),
    close: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      server.close(() => {
        if (typeof bound === 'object' && bound !== null) resolve(bound.port);
        else reject(new Error('no port is free'));
      });
    });
  });
}
