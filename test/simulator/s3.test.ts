import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const KNOWLEDGE = 'example-support-kb-111122223333';
const Bucket = 'example-test-bucket';

describe.each(['in process', 'over HTTP'] as const)('S3 %s', (over) => {
  let account: TestAccount;
  let client: s3.S3Client;
  beforeAll(async () => {
    account = await testAccount(over);
    client = account.as(account.responder).s3;
    await client.send(new s3.CreateBucketCommand({ Bucket }));
  });
  afterAll(() => account.close());

  const text = async (Key: string, VersionId?: string): Promise<string | undefined> =>
    (await client.send(new s3.GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();

  it('shows the poisoned knowledge base', async () => {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new s3.ListObjectVersionsCommand({ Bucket: KNOWLEDGE, Prefix: 'manuals/returns/' }),
    );
    expect(Versions.filter(({ Key }) => Key?.includes('zz-')).map(({ VersionId }) => VersionId)).toEqual([
      'null',
    ]);
    expect(DeleteMarkers.map(({ Key }) => Key)).toEqual(['manuals/returns/1.md', 'manuals/returns/2.md']);
    expect((await client.send(new s3.GetBucketVersioningCommand({ Bucket: KNOWLEDGE }))).Status).toBe(
      'Suspended',
    );
    expect((await client.send(new s3.GetBucketPolicyCommand({ Bucket: KNOWLEDGE }))).Policy).toContain(
      '444455556666',
    );
    expect(
      (await client.send(new s3.GetBucketPolicyStatusCommand({ Bucket: KNOWLEDGE }))).PolicyStatus?.IsPublic,
    ).toBe(false);
  });

  it('keeps buckets', async () => {
    expect((await client.send(new s3.ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toContain(
      Bucket,
    );
    expect((await client.send(new s3.HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
    expect(
      (await client.send(new s3.GetBucketLocationCommand({ Bucket }))).LocationConstraint,
    ).toBeUndefined();
    await client.send(
      new s3.CreateBucketCommand({
        Bucket: 'example-elsewhere',
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    const elsewhere = await client.send(new s3.GetBucketLocationCommand({ Bucket: 'example-elsewhere' }));
    expect(elsewhere.LocationConstraint).toBe('eu-central-1');
    expect(await refused(client.send(new s3.CreateBucketCommand({ Bucket })))).toBe(
      'BucketAlreadyOwnedByYou',
    );
    expect(await refused(client.send(new s3.HeadBucketCommand({ Bucket: 'no-such-bucket' })))).toBe(
      'NotFound',
    );
    expect(await refused(client.send(new s3.ListObjectsV2Command({ Bucket: 'no-such-bucket' })))).toBe(
      'NoSuchBucket',
    );
    await client.send(new s3.CreateBucketCommand({ Bucket: 'example-second' }));
    await client.send(new s3.DeleteBucketCommand({ Bucket: 'example-second' }));
  });

  it('puts, gets, copies and deletes objects with odd keys', async () => {
    const Key = "dir/é x+1%&'(*).txt";
    const put = await client.send(
      new s3.PutObjectCommand({
        Bucket,
        Key,
        Body: 'hello world',
        Metadata: { case: 'one' },
        ContentType: 'text/plain',
      }),
    );
    expect(put.ETag).toBe('"5eb63bbbe01eeed093cb22bb8f5acdc3"');
    const got = await client.send(new s3.GetObjectCommand({ Bucket, Key }));
    expect([await got.Body?.transformToString(), got.ContentType, got.Metadata]).toEqual([
      'hello world',
      'text/plain',
      { case: 'one' },
    ]);
    const part = await client.send(new s3.GetObjectCommand({ Bucket, Key, Range: 'bytes=6-' }));
    expect([await part.Body?.transformToString(), part.ContentRange]).toEqual(['world', 'bytes 6-10/11']);
    expect((await client.send(new s3.HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(11);
    await client.send(
      new s3.CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent(Key)}` }),
    );
    expect(await text('copy')).toBe('hello world');
    await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
    expect(await refused(client.send(new s3.GetObjectCommand({ Bucket, Key })))).toBe('NoSuchKey');
    expect(await refused(client.send(new s3.HeadObjectCommand({ Bucket, Key })))).toBe('NotFound');
    await client.send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'copy' }] } }));
    expect((await client.send(new s3.ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    expect(
      await refused(
        client.send(
          new s3.PutObjectCommand({ Bucket, Key: 'x', Body: 'a', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
        ),
      ),
    ).toBe('BadDigest');
  });

  it('lists by prefix, delimiter and page', async () => {
    for (const Key of ['a/1', 'a/2', 'b/1', 'c', 'd'])
      await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: Key }));
    const top = await client.send(new s3.ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect([top.CommonPrefixes?.map(({ Prefix }) => Prefix), top.Contents?.map(({ Key }) => Key)]).toEqual([
      ['a/', 'b/'],
      ['c', 'd'],
    ]);
    const first = await client.send(new s3.ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
    const second = await client.send(
      new s3.ListObjectsV2Command({ Bucket, MaxKeys: 2, ContinuationToken: first.NextContinuationToken }),
    );
    expect([first.Contents, second.Contents].flatMap((page) => page?.map(({ Key }) => Key))).toEqual([
      'a/1',
      'a/2',
      'b/1',
      'c',
    ]);
    expect(
      (await client.send(new s3.ListObjectsCommand({ Bucket, Prefix: 'a/' }))).Contents?.map(
        ({ Key }) => Key,
      ),
    ).toEqual(['a/1', 'a/2']);
    await client.send(
      new s3.DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: ['a/1', 'a/2', 'b/1', 'c', 'd'].map((Key) => ({ Key })) },
      }),
    );
  });

  it('keeps versions, delete markers and what suspension does to them', async () => {
    const Key = 'versioned';
    await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: 'before' }));
    await client.send(
      new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
    const one = await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: 'one' }));
    const gone = await client.send(new s3.DeleteObjectCommand({ Bucket, Key }));
    expect([gone.DeleteMarker, await refused(client.send(new s3.GetObjectCommand({ Bucket, Key })))]).toEqual(
      [true, 'NoSuchKey'],
    );
    expect([await text(Key, one.VersionId), await text(Key, 'null')]).toEqual(['one', 'before']);
    await client.send(new s3.DeleteObjectCommand({ Bucket, Key, VersionId: gone.VersionId }));
    expect(await text(Key)).toBe('one');
    await client.send(
      new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
    );
    await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: 'after' }));
    const { Versions = [] } = await client.send(new s3.ListObjectVersionsCommand({ Bucket, Prefix: Key }));
    expect(Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      ['null', true],
      [one.VersionId, false],
    ]);
    expect(await refused(client.send(new s3.GetObjectCommand({ Bucket, Key, VersionId: 'none' })))).toBe(
      'NoSuchVersion',
    );
    expect(await refused(client.send(new s3.DeleteBucketCommand({ Bucket })))).toBe('BucketNotEmpty');
  });

  it('keeps policies and the block of public access', async () => {
    const open = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
      ],
    });
    expect(await refused(client.send(new s3.GetBucketPolicyCommand({ Bucket })))).toBe('NoSuchBucketPolicy');
    expect(await refused(client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: open })))).toBe(
      'AccessDenied',
    );
    await client.send(new s3.DeletePublicAccessBlockCommand({ Bucket }));
    expect(await refused(client.send(new s3.GetPublicAccessBlockCommand({ Bucket })))).toBe(
      'NoSuchPublicAccessBlockConfiguration',
    );
    await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: open }));
    expect((await client.send(new s3.GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(
      true,
    );
    await client.send(
      new s3.PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
      }),
    );
    expect(
      (await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration,
    ).toEqual({
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    });
    await client.send(new s3.DeleteBucketPolicyCommand({ Bucket }));
    expect(await refused(client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: '{' })))).toBe(
      'MalformedPolicy',
    );
  });
});
