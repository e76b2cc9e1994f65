import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail';
import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/hashing.ts';
import { type DigestOutcome, type Judged, verifyDigests } from '../../src/collectors/verify-digests.ts';
import { digestKeyOf } from '../../src/simulator/world/digest-key.ts';
import { DIGESTS, LOGS, objectsBelow, TRAIL_BUCKET } from '../support/delivered-logs.ts';
import { type LiveAccount, liveAccount } from '../support/live-account.ts';
import { installedCli, runCli } from './aws-cli.ts';

const TRAIL = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/organization';
const REGION = 'us-east-1';
const HOUR = 3_600_000;
const Bucket = TRAIL_BUCKET;

describe('digest verification beside aws cloudtrail validate-logs', () => {
  let cli: string;
  let simulation: LiveAccount;
  let s3: S3Client;
  let cloudtrail: CloudTrailClient;
  const start = new Date(Date.now() - 8 * HOUR);
  beforeAll(async () => {
    cli = installedCli();
    simulation = await liveAccount();
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
      { ...simulation.environment, AWS_DEFAULT_REGION: REGION },
    );
    const lines = (ran.stdout + ran.stderr).matchAll(
      /^(?:Digest|Log) file\ts3:\/\/([^\t\n]+)\t(valid|INVALID)/gm,
    );
    return [...new Set([...lines].map(([, place, status]) => `${place} ${status}`))].toSorted();
  }

  async function outcome(): Promise<DigestOutcome> {
    const { PublicKeyList = [] } = await cloudtrail.send(
      new ListPublicKeysCommand({ StartTime: start, EndTime: new Date() }),
    );
    const logs = await objectsBelow(s3, `${LOGS}${REGION}/`);
    const hashes = new Map(logs.map(({ key, text }) => [key, sha256(text)]));
    return verifyDigests({
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
  }

  /** The CLI judges files one by one: a digest that holds by itself is valid to it. */
  async function ours(): Promise<readonly string[]> {
    const { digests, logs } = await outcome();
    const holds = ({ status }: Judged): boolean => status === 'valid' || status === 'unlinked';
    return [...digests, ...logs]
      .map((file) => `${file.bucket}/${file.key} ${holds(file) ? 'valid' : 'INVALID'}`)
      .toSorted();
  }

  /** What CloudTrail would sign: only the account itself can. */
  function signedDigest(text: string, key: string): string {
    const { digestEndTime, previousDigestSignature } = JSON.parse(text) as Readonly<Record<string, string>>;
    const { privateKey } = digestKeyOf(simulation.world, REGION, Date.parse(digestEndTime ?? ''));
    const signed = [digestEndTime, `${Bucket}/${key}`, sha256(text), previousDigestSignature].join('\n');
    return sign('sha256', Buffer.from(signed), privateKey).toString('hex');
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

  it('agrees on the files of a chain that is broken by a signed digest, and calls none of the time proved', async () => {
    const [before, newest] = (await objectsBelow(s3, `${DIGESTS}${REGION}/`)).slice(-2);
    const { key = '', bytes = Buffer.of(), text = '', metadata = {} } = newest ?? {};
    const previousDigestHashValue = sha256('another digest');
    const forged = JSON.stringify({ ...(JSON.parse(text) as object), previousDigestHashValue });
    const Metadata = { ...metadata, signature: signedDigest(forged, key) };
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: gzipSync(forged), Metadata }));
    // The CLI looks at each signature alone: that the hash in the newest is of another digest it does not say.
    expect(await agreed()).toEqual([]);
    const { digests, gaps, proved } = await outcome();
    expect(digests.filter(({ status }) => status !== 'valid')).toEqual([
      {
        bucket: Bucket,
        key: before?.key,
        status: 'unlinked',
        why: 'the digest after it knows another content',
      },
    ]);
    const { digestStartTime, digestEndTime } = JSON.parse(before?.text ?? '') as Readonly<
      Record<string, string>
    >;
    const [from, to] = [digestStartTime, digestEndTime].map((time) => new Date(time ?? '').toISOString());
    expect(gaps).toEqual([{ from, to, why: 'the digest after it knows another content' }]);
    expect(proved.filter((one) => one.from < (to ?? '') && one.to > (from ?? ''))).toEqual([]);
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes, Metadata: metadata }));
    expect(await agreed()).toEqual([]);
    expect((await outcome()).gaps).toEqual([]);
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
