import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const Bucket = 'example-held-bucket';

describe.each(['in process', 'over HTTP'] as const)('S3 Object Lock %s', (over) => {
  let account: TestAccount;
  let client: s3.S3Client;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).s3;
    await client.send(new s3.CreateBucketCommand({ Bucket }));
  });
  afterAll(() => account.close());

  it('is switched on over versioning, once and for good', async () => {
    const lock = new s3.PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
    });
    expect(await refused(client.send(new s3.GetObjectLockConfigurationCommand({ Bucket })))).toBe(
      'ObjectLockConfigurationNotFoundError',
    );
    expect(await refused(client.send(lock))).toBe('InvalidBucketState');
    const versioned = (Status: 'Enabled' | 'Suspended') =>
      client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    await versioned('Enabled');
    await client.send(lock);
    expect(
      (await client.send(new s3.GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration,
    ).toEqual({ ObjectLockEnabled: 'Enabled' });
    expect(await refused(versioned('Suspended'))).toBe('InvalidBucketState');
  });

  it('keeps a held version, and only that one, from being deleted', async () => {
    const Key = 'held.txt';
    const { VersionId } = await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: 'one' }));
    const version = { Bucket, Key, VersionId };
    expect(await refused(client.send(new s3.GetObjectLegalHoldCommand(version)))).toBe(
      'NoSuchObjectLockConfiguration',
    );
    const hold = (Status: 'ON' | 'OFF') =>
      client.send(new s3.PutObjectLegalHoldCommand({ ...version, LegalHold: { Status } }));
    await hold('ON');
    expect((await client.send(new s3.GetObjectLegalHoldCommand(version))).LegalHold?.Status).toBe('ON');
    expect((await client.send(new s3.HeadObjectCommand(version))).ObjectLockLegalHoldStatus).toBe('ON');
    expect(await refused(client.send(new s3.DeleteObjectCommand(version)))).toBe('AccessDenied');
    // A delete marker on top does no harm.
    expect(await refused(client.send(new s3.DeleteObjectCommand({ Bucket, Key })))).toBe('went through');
    await hold('OFF');
    expect(await refused(client.send(new s3.DeleteObjectCommand(version)))).toBe('went through');
  });

  it('holds nothing in a bucket without it', async () => {
    const plain = { Bucket: 'example-plain-bucket', Key: 'plain.txt' };
    await client.send(new s3.CreateBucketCommand({ Bucket: plain.Bucket }));
    await client.send(new s3.PutObjectCommand({ ...plain, Body: 'plain' }));
    expect(await refused(client.send(new s3.GetObjectLegalHoldCommand(plain)))).toBe('InvalidRequest');
  });

  it('gives the checksum that a copy was asked to carry', async () => {
    await client.send(new s3.PutObjectCommand({ Bucket, Key: 'from.txt', Body: 'text' }));
    const { CopyObjectResult } = await client.send(
      new s3.CopyObjectCommand({
        Bucket,
        Key: 'to.txt',
        CopySource: `${Bucket}/from.txt`,
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    const head = await client.send(
      new s3.HeadObjectCommand({ Bucket, Key: 'to.txt', ChecksumMode: 'ENABLED' }),
    );
    // SHA-256 of 'text'.
    expect(head.ChecksumSHA256).toBe('mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE=');
    expect(CopyObjectResult?.ChecksumSHA256).toBe(head.ChecksumSHA256);
  });
});
