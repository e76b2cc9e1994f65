import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { fetchSigned } from './signed-address.ts';

const SIGNED =
  'https://awslambda-us-east-1-tasks.s3.us-east-1.amazonaws.com/snapshots/111122223333/f?X-Amz-Signature=0123abcd';
const AWS = 'lambda.us-east-1.amazonaws.com';

interface Asked {
  readonly hostname: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Answers with each status in turn, and notes what was asked for. */
function answering(...statuses: readonly number[]) {
  const asked: Asked[] = [];
  const handle = (request: object) => {
    asked.push(request as Asked);
    const statusCode = statuses[asked.length - 1] ?? 200;
    const body = Readable.from([
      Buffer.from(statusCode === 200 ? 'PK' : '<Error><Code>SlowDown</Code></Error>'),
    ]);
    return Promise.resolve({ response: { statusCode, body } });
  };
  return { asked, handler: { handle } };
}

async function fetched(Location: unknown, host = AWS, ...statuses: readonly number[]) {
  const { asked, handler } = answering(...statuses);
  const outcome = await fetchSigned({ Code: { Location } }, ['Code', 'Location'], {
    handler,
    host,
    userAgent: 'heptad/hptd-test',
    attempts: 2,
  }).then(
    (bytes) => Buffer.from(bytes).toString('utf8'),
    (error: unknown) => error as Error,
  );
  return { asked, outcome };
}

describe('an address that an answer gives', () => {
  it('is fetched from another host of AWS, with its whole query', async () => {
    const { asked, outcome } = await fetched(SIGNED);
    expect(outcome).toBe('PK');
    expect(asked).toMatchObject([
      {
        hostname: 'awslambda-us-east-1-tasks.s3.us-east-1.amazonaws.com',
        path: '/snapshots/111122223333/f',
        query: { 'X-Amz-Signature': '0123abcd' },
      },
    ]);
  });

  it('is tried again after a failure that may pass, and no more often than said', async () => {
    expect((await fetched(SIGNED, AWS, 503)).outcome).toBe('PK');
    const { asked, outcome } = await fetched(SIGNED, AWS, 503, 503, 503);
    expect(asked).toHaveLength(2);
    expect(outcome).toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  });

  it.each([
    ['ForeignAddress', SIGNED.replace('https:', 'http:'), AWS],
    ['ForeignAddress', SIGNED, '127.0.0.1:4566'],
    ['ForeignAddress', 'http://192.0.2.1/f?X-Amz-Signature=0123abcd', '127.0.0.1:4566'],
    ['NoAddress', 'no address', AWS],
    ['NoAddress', undefined, AWS],
  ])('%s: %s from %s is not asked for', async (name, address, host) => {
    const { asked, outcome } = await fetched(address, host);
    expect(asked).toEqual([]);
    expect(outcome).toMatchObject({ name });
    expect(String(outcome)).not.toContain('0123abcd');
  });

  it('is fetched from the endpoint that stands in place of AWS', async () => {
    const { outcome } = await fetched('http://127.0.0.1:4566/f?X-Amz-Signature=0123abcd', '127.0.0.1:4566');
    expect(outcome).toBe('PK');
  });

  it('does not stand in the error of a refusal', async () => {
    const { asked, outcome } = await fetched(SIGNED, AWS, 403);
    expect(asked).toHaveLength(1);
    expect(`${String(outcome)} ${JSON.stringify(outcome)}`).not.toContain('0123abcd');
  });
});
