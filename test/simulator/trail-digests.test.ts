import {
  ListPublicKeysCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DIGESTS, LOGS, objectsBelow, TRAIL_BUCKET, type Fetched } from '../support/delivered-logs.ts';
import { FIVE_MINUTES, OPENED, testAccount, type TestAccount } from '../support/simulated-account.ts';

const Name = 'organization';
const HOUR = 3_600_000;

interface Digest {
  readonly digestStartTime: string;
  readonly digestEndTime: string;
  readonly digestS3Bucket: string;
  readonly digestS3Object: string;
  readonly digestPublicKeyFingerprint: string;
  readonly newestEventTime: string | null;
  readonly oldestEventTime: string | null;
  readonly previousDigestS3Object: string | null;
  readonly previousDigestHashValue: string | null;
  readonly previousDigestSignature: string | null;
  readonly logFiles: readonly { readonly s3Object: string; readonly hashValue: string }[];
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The key of a Region, as a client asks for it. */
async function keyOf(account: TestAccount, region: string): Promise<{ fingerprint: string; key: KeyObject }> {
  const { cloudtrail } = account.as(account.responder, region);
  const range = { StartTime: new Date(OPENED - 6 * HOUR), EndTime: new Date(OPENED) };
  const { PublicKeyList = [] } = await cloudtrail.send(new ListPublicKeysCommand(range));
  expect(PublicKeyList).toHaveLength(1);
  const [{ Value = new Uint8Array(), Fingerprint = '' } = {}] = PublicKeyList;
  const key = createPublicKey({ key: Buffer.from(Value), format: 'der', type: 'pkcs1' });
  return { fingerprint: Fingerprint, key };
}

/** Checks a digest the way AWS's page on custom validation tells. */
function expectSigned({ key, text, metadata }: Fetched, publicKey: KeyObject): Digest {
  const digest = JSON.parse(text) as Digest;
  expect([digest.digestS3Bucket, digest.digestS3Object]).toEqual([TRAIL_BUCKET, key]);
  expect(metadata['signature-algorithm']).toBe('SHA256withRSA');
  const signed = [
    digest.digestEndTime,
    `${TRAIL_BUCKET}/${key}`,
    hash(text),
    digest.previousDigestSignature ?? 'null',
  ].join('\n');
  const signature = Buffer.from(metadata['signature'] ?? '', 'hex');
  expect(verify('sha256', Buffer.from(signed), publicKey, signature)).toBe(true);
  return digest;
}

async function digestsOf(account: TestAccount, region: string): Promise<Digest[]> {
  const { key, fingerprint } = await keyOf(account, region);
  const files = await objectsBelow(account.as(account.responder).s3, `${DIGESTS}${region}/`);
  const digests = files.map((file) => expectSigned(file, key));
  expect(digests.every((digest) => digest.digestPublicKeyFingerprint === fingerprint)).toBe(true);
  return digests;
}

describe('digests', () => {
  it('list every log file of a Region in one signed chain', async () => {
    const account = await testAccount();
    account.clock.advance(2 * HOUR);
    const { s3 } = account.as(account.responder);
    const files = await objectsBelow(s3, `${DIGESTS}us-east-1/`);
    const digests = await digestsOf(account, 'us-east-1');
    expect(digests.length).toBe(7);
    expect(files[0]?.key).toBe(
      `${DIGESTS}us-east-1/2026/01/15/111122223333_CloudTrail-Digest_us-east-1_organization_us-east-1_20260115T070000Z.json.gz`,
    );
    for (const [index, digest] of digests.entries()) {
      const before = files[index - 1];
      expect(digest.previousDigestS3Object).toBe(before?.key ?? null);
      expect(digest.previousDigestHashValue).toBe(before === undefined ? null : hash(before.text));
      expect(digest.previousDigestSignature).toBe(before?.metadata['signature'] ?? null);
      expect(digest.digestStartTime).toBe(digests[index - 1]?.digestEndTime ?? '2026-01-15T06:00:00Z');
    }
    const logs = await objectsBelow(s3, `${LOGS}us-east-1/`);
    const hashes = new Map(logs.map(({ key, text }) => [key, hash(text)]));
    const listed = digests.flatMap(({ logFiles }) => logFiles);
    expect(listed.every(({ s3Object, hashValue }) => hashes.get(s3Object) === hashValue)).toBe(true);
    // What came in after the last full hour is in no digest yet.
    const last = digests.at(-1)?.digestEndTime ?? '';
    const open = logs.filter(({ key }) => !listed.some(({ s3Object }) => s3Object === key));
    expect(listed.length + open.length).toBe(logs.length);
    expect(open.every(({ key }) => stampOf(key) >= last.replaceAll(/[-:]/g, '').slice(0, 13))).toBe(true);
  });

  it('are made for Regions where nothing happens too, with a key of the Region', async () => {
    const account = await testAccount();
    const digests = await digestsOf(account, 'sa-east-1');
    expect(digests.length).toBe(5);
    expect(digests.every(({ logFiles }) => logFiles.length === 0)).toBe(true);
    expect(digests[1]).toMatchObject({ newestEventTime: null, oldestEventTime: null });
    const other = await keyOf(account, 'us-east-1');
    expect(digests[0]?.digestPublicKeyFingerprint).not.toBe(other.fingerprint);
  });

  it('begin a new chain when logging is stopped and started, after one last digest', async () => {
    const account = await testAccount();
    const { cloudtrail } = account.as(account.responder);
    account.clock.advance(1_234_567);
    await cloudtrail.send(new StopLoggingCommand({ Name }));
    account.clock.advance(2 * HOUR);
    await cloudtrail.send(new StartLoggingCommand({ Name }));
    const started = account.clock.now();
    account.clock.advance(2 * HOUR + FIVE_MINUTES);
    const digests = (await digestsOf(account, 'us-east-1')).filter(
      ({ digestEndTime }) => Date.parse(digestEndTime) > OPENED,
    );
    const [last, first, second] = digests;
    expect(digests).toHaveLength(3);
    // 12:20:34: the log file of 12:25 comes two and a half minutes later.
    expect([last?.digestEndTime, last?.logFiles.length]).toEqual(['2026-01-15T12:27:30Z', 6]);
    expect(first?.digestStartTime).toBe(`${new Date(started).toISOString().slice(0, 19)}Z`);
    expect([first?.previousDigestS3Object, first?.previousDigestSignature]).toEqual([null, null]);
    expect(second?.previousDigestS3Object).toBe(first?.digestS3Object);
  });

  it('stop while validation is off, though log files go on', async () => {
    const account = await testAccount();
    const { cloudtrail, s3 } = account.as(account.responder);
    const validate = (on: boolean): Promise<unknown> =>
      cloudtrail.send(new UpdateTrailCommand({ Name, EnableLogFileValidation: on }));
    await validate(false);
    account.clock.advance(2 * HOUR);
    const before = await digestsOf(account, 'us-east-1');
    await validate(true);
    account.clock.advance(HOUR + FIVE_MINUTES);
    const after = await digestsOf(account, 'us-east-1');
    expect([before.length, after.length]).toEqual([6 + 1, 6 + 2]);
    expect(after.at(-1)).toMatchObject({
      digestStartTime: '2026-01-15T14:00:00Z',
      previousDigestS3Object: null,
    });
    const logs = await objectsBelow(s3, `${LOGS}us-east-1/`);
    const listed = new Set(after.flatMap(({ logFiles }) => logFiles.map(({ s3Object }) => s3Object)));
    const unlisted = logs.map(({ key }) => key).filter((key) => !listed.has(key));
    expect(unlisted.some((key) => stampOf(key).startsWith('20260115T1300'))).toBe(true);
  });
});

function stampOf(key: string): string {
  return /_(\d{8}T\d{4})Z_/.exec(key)?.[1] ?? '';
}
