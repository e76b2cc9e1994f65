import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/hashing.ts';
import { verifyDigests } from '../../src/collectors/verify-digests.ts';
import { DIGESTS, LOGS, objectsBelow, TRAIL_BUCKET } from '../support/delivered-logs.ts';
import { installedCli, runCli } from './aws-cli.ts';
import { startSimulation, type SimulateProcess } from './simulate-process.ts';

const TRAIL = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/organization';
const REGION = 'us-east-1';
const HOUR = 3_600_000;
const Bucket = TRAIL_BUCKET;

describe('digest verification beside aws cloudtrail validate-logs', () => {
  let cli: string;
  let simulation: SimulateProcess;
  let s3: S3Client;
  let cloudtrail: CloudTrailClient;
  const start = new Date(Date.now() - 8 * HOUR);
  beforeAll(async () => {
    cli = installedCli();
    simulation = await startSimulation('leaked-credential');
    const { environment: told } = simulation;
    const settings = {
      region: REGION,
      endpoint: told['AWS_ENDPOINT_URL'] ?? '',
      credentials: {
        accessKeyId: told['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: told['AWS_SECRET_ACCESS_KEY'] ?? '',
        ...(told['AWS_SESSION_TOKEN'] === undefined ? {} : { sessionToken: told['AWS_SESSION_TOKEN'] }),
      },
    };
    s3 = new S3Client({ ...settings, forcePathStyle: true });
    cloudtrail = new CloudTrailClient(settings);
  });
  afterAll(() => simulation.close());

  /** Files by name, each with whether it is valid, as the CLI prints them. */
  async function theirs(): Promise<readonly string[]> {
    const ran = await runCli(
      cli,
      ['cloudtrail', 'validate-logs', '--trail-arn', TRAIL, '--verbose', '--start-time', start.toISOString()],
      simulation.environment,
    );
    const lines = (ran.stdout + ran.stderr).matchAll(
      /^(?:Digest|Log) file\ts3:\/\/([^\t\n]+)\t(valid|INVALID)/gm,
    );
    return [...new Set([...lines].map(([, place, status]) => `${place} ${status}`))].toSorted();
  }

  async function ours(): Promise<readonly string[]> {
    const { PublicKeyList = [] } = await cloudtrail.send(
      new ListPublicKeysCommand({ StartTime: start, EndTime: new Date() }),
    );
    const logs = await objectsBelow(s3, `${LOGS}${REGION}/`);
    const hashes = new Map(logs.map(({ key, text }) => [key, sha256(text)]));
    const { digests, logs: judged } = verifyDigests({
      digests: (await objectsBelow(s3, `${DIGESTS}${REGION}/`)).map(({ key, text, metadata }) => ({
        bucket: Bucket,
        key,
        text: Buffer.from(text),
        signature: metadata['signature'] ?? null,
        algorithm: metadata['signature-algorithm'] ?? null,
      })),
      keys: PublicKeyList.map(({ Fingerprint = '', Value = new Uint8Array() }) => ({
        fingerprint: Fingerprint,
        value: Value,
      })),
      from: start.toISOString(),
      logHash: (_bucket, key) => hashes.get(key) ?? null,
    });
    return [...digests, ...judged]
      .map(({ bucket, key, status }) => `${bucket}/${key} ${status === 'valid' ? 'valid' : 'INVALID'}`)
      .toSorted();
  }

  /** The same judgement of every file; gives what is not valid. */
  async function agreed(): Promise<readonly string[]> {
    const [own, other] = [await ours(), await theirs()];
    expect(own).toEqual(other);
    expect(own.length).toBeGreaterThan(30);
    return own.filter((line) => line.endsWith('INVALID'));
  }

  const digestKeys = async (): Promise<readonly string[]> =>
    (await objectsBelow(s3, `${DIGESTS}${REGION}/`)).map(({ key }) => key);

  it('agrees on an untouched trail', async () => {
    expect(await agreed()).toEqual([]);
  });

  it('agrees on a changed log and on one that is missing', async () => {
    // Of the second hour: its digest stays whole.
    const [first, second] = (await objectsBelow(s3, `${LOGS}${REGION}/`)).slice(14);
    const forged = gzipSync((first?.text ?? '').replace('"eventVersion":"1.11"', '"eventVersion":"1.10"'));
    await s3.send(new PutObjectCommand({ Bucket, Key: first?.key, Body: forged }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: second?.key }));
    const bad = await agreed();
    expect(bad).toEqual([first, second].map((file) => `${Bucket}/${file?.key} INVALID`).toSorted());
  });

  it('agrees on a changed digest, and takes no log file on its word', async () => {
    const [digest] = (await objectsBelow(s3, `${DIGESTS}${REGION}/`)).slice(-1);
    const { text = '', key = '', metadata = {} } = digest ?? {};
    const forged = text.replace(/"newestEventTime":"\d{4}/, '"newestEventTime":"2020');
    expect(forged).not.toBe(text);
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: gzipSync(forged), Metadata: metadata }));
    expect(await agreed()).toContain(`${Bucket}/${key} INVALID`);
  });

  it('agrees on a digest that was put in the place of another', async () => {
    const keys = await digestKeys();
    const [other = '', place = ''] = [keys[0], keys.at(-1)];
    await s3.send(new CopyObjectCommand({ Bucket, Key: place, CopySource: `${Bucket}/${other}` }));
    expect(await agreed()).toContain(`${Bucket}/${place} INVALID`);
  });

  it('agrees on a missing digest: the chain is broken there, and goes on before it', async () => {
    const key = (await digestKeys()).at(-3) ?? '';
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    expect(await agreed()).toContain(`${Bucket}/${key} INVALID`);
  });
});
