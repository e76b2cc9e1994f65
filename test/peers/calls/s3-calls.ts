import type { CalledOperation } from './called.ts';

const Bucket = 'example-conformance';
const NONE = 'example-conformance-none';
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    },
  ],
});
const BLOCK = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** S3: buckets, objects, versions, policies. The bucket `example-conformance` stays. */
export const S3_CALLS: readonly CalledOperation[] = [
  ['ListBuckets', {}],
  ['CreateBucket', { Bucket }],
  ['HeadBucket', { Bucket }],
  ['HeadBucket', { Bucket: NONE }],
  ['GetBucketLocation', { Bucket }],
  ['GetBucketLocation', { Bucket: NONE }],
  ['GetBucketVersioning', { Bucket }],
  ['GetBucketPolicy', { Bucket }],
  ['PutBucketPolicy', { Bucket, Policy: POLICY }],
  ['PutBucketPolicy', { Bucket: NONE, Policy: POLICY }],
  ['GetBucketPolicy', { Bucket }],
  ['DeleteBucketPolicy', { Bucket }],
  ['GetBucketPolicy', { Bucket }],
  ['PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: BLOCK }],
  ['GetPublicAccessBlock', { Bucket }],
  ['DeletePublicAccessBlock', { Bucket }],
  ['GetPublicAccessBlock', { Bucket }],
  ['PutObject', { Bucket, Key: 'a/one.txt', Body: 'one', ContentType: 'text/plain', Metadata: { own: 'x' } }],
  ['PutObject', { Bucket, Key: 'a/two.txt', Body: 'second' }],
  ['PutObject', { Bucket: NONE, Key: 'one.txt', Body: 'one' }],
  ['HeadObject', { Bucket, Key: 'a/one.txt' }],
  ['HeadObject', { Bucket, Key: 'none' }],
  ['GetObject', { Bucket, Key: 'a/one.txt' }],
  ['GetObject', { Bucket, Key: 'a/two.txt', Range: 'bytes=1-3' }],
  ['GetObject', { Bucket, Key: 'a/two.txt', Range: 'bytes=100-200' }],
  ['GetObject', { Bucket, Key: 'none' }],
  ['GetObject', { Bucket: NONE, Key: 'none' }],
  ['CopyObject', { Bucket, Key: 'b/three.txt', CopySource: `${Bucket}/a/one.txt` }],
  ['CopyObject', { Bucket, Key: 'b/four.txt', CopySource: `${Bucket}/none` }],
  ['ListObjectsV2', { Bucket }],
  ['ListObjectsV2', { Bucket, Delimiter: '/' }],
  ['ListObjectsV2', { Bucket, Prefix: 'a/', MaxKeys: 1 }],
  ['ListObjectsV2', { Bucket: NONE }],
  ['ListObjects', { Bucket, Prefix: 'b/' }],
  ['DeleteBucket', { Bucket }],
  ['DeleteBucket', { Bucket: NONE }],
  ['PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } }],
  ['GetBucketVersioning', { Bucket }],
  ['PutObject', { Bucket, Key: 'a/one.txt', Body: 'one again' }],
  ['ListObjectVersions', { Bucket, Prefix: 'a/one' }],
  ['DeleteObject', { Bucket, Key: 'a/one.txt' }],
  ['GetObject', { Bucket, Key: 'a/one.txt' }],
  ['ListObjectVersions', { Bucket, Prefix: 'a/one' }],
  ['DeleteObject', { Bucket, Key: 'never' }],
  ['DeleteObjects', { Bucket, Delete: { Objects: [{ Key: 'a/two.txt' }] } }],
  ['CreateBucket', { Bucket: 'No' }],
  ['PutBucketPolicy', { Bucket, Policy: '{"Version":' }],
];
