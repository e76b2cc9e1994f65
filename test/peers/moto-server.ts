import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { peersPython } from './python.ts';

/** A moto server on the loopback interface. */
export interface MotoServer {
  readonly url: string;
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
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      if (said.includes('Running on')) resolve();
    });
    void ended.then(() => reject(new Error(`moto_server ended before it listened: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
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
