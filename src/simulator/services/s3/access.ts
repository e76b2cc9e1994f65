import { readPolicy, type PolicyDocument } from '../../iam/policy-document.ts';
import type { Access } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import type { Input } from '../../wire/input.ts';
import { WireError } from '../../wire/wire-error.ts';

/** Operations whose permission has another name; with a version named, some have yet another. */
const ACTIONS: Readonly<Record<string, string>> = {
  ListBuckets: 'ListAllMyBuckets',
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  HeadObject: 'GetObject',
  CopyObject: 'PutObject',
  DeleteObjects: 'DeleteObject',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  GetBucketReplication: 'GetReplicationConfiguration',
  PutBucketReplication: 'PutReplicationConfiguration',
  DeleteBucketReplication: 'PutReplicationConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
};
const VERSIONED = new Set(['GetObject', 'DeleteObject']);

/** The permissions of an S3 operation, with the policy of the bucket they concern. */
export function s3Access(world: World, operation: string, input: Input): readonly Access[] {
  const bucket = textOf(input['Bucket']);
  if (bucket === undefined) return [{ action: `s3:${ACTIONS[operation] ?? operation}`, resource: '*' }];
  refuseOtherOwner(world, input);
  const targets =
    operation === 'DeleteObjects'
      ? deletions(input)
      : [{ key: textOf(input['Key']), versionId: textOf(input['VersionId']) }];
  const own = targets.map(({ key, versionId }) =>
    accessTo(world, { operation, bucket, key, versionId, input }),
  );
  if (operation === 'PutObjectRetention' && input['BypassGovernanceRetention'] === true)
    return [...own, ...own.map((access) => ({ ...access, action: 's3:BypassGovernanceRetention' }))];
  return operation === 'CopyObject' ? [...own, ...copySource(world, input)] : own;
}

/** Every bucket here is the account's own: whoever expects another owner is refused. @throws WireError */
function refuseOtherOwner({ accountId }: World, input: Input): void {
  const expected = textOf(input['ExpectedBucketOwner']);
  if (expected !== undefined && expected !== accountId)
    throw new WireError('AccessDenied', 'Access Denied', 403);
}

interface Target {
  readonly operation: string;
  readonly bucket: string;
  readonly key: string | undefined;
  readonly versionId: string | undefined;
  readonly input: Input;
}

function accessTo(world: World, { operation, bucket, key, versionId, input }: Target): Access {
  const name = ACTIONS[operation] ?? operation;
  const action = versionId !== undefined && VERSIONED.has(name) ? `${name}Version` : name;
  const resource = key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;
  return {
    action: `s3:${action}`,
    resource,
    context: keysOf(input, versionId),
    resourcePolicy: bucketPolicy(world, bucket),
  };
}

function deletions(
  input: Input,
): readonly { readonly key: string | undefined; readonly versionId: string | undefined }[] {
  const objects = (
    input['Delete'] as
      { readonly Objects?: readonly { readonly Key?: string; readonly VersionId?: string }[] } | undefined
  )?.Objects;
  return (objects ?? []).map(({ Key, VersionId }) => ({ key: Key, versionId: VersionId }));
}

function copySource(world: World, input: Input): readonly Access[] {
  const [, bucket, key, versionId] =
    /^\/?([^/]+)\/(.+?)(?:\?versionId=(.+))?$/.exec(textOf(input['CopySource']) ?? '') ?? [];
  if (bucket === undefined || key === undefined) return [];
  return [
    accessTo(world, { operation: 'GetObject', bucket, key: decodeURIComponent(key), versionId, input: {} }),
  ];
}

function bucketPolicy({ s3 }: World, name: string): PolicyDocument | undefined {
  const text = s3.buckets.get(name)?.policy;
  const read = text === undefined ? undefined : readPolicy(text, 'resource');
  return read === undefined || 'fault' in read ? undefined : read;
}

function keysOf(input: Input, versionId: string | undefined): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  const put = (key: string, value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') keys.set(key, [String(value)]);
  };
  put('s3:prefix', input['Prefix']);
  put('s3:delimiter', input['Delimiter']);
  put('s3:max-keys', input['MaxKeys']);
  put('s3:versionid', versionId);
  put('s3:x-amz-acl', input['ACL']);
  put('s3:x-amz-copy-source', input['CopySource']);
  put('s3:x-amz-metadata-directive', input['MetadataDirective']);
  put('s3:x-amz-server-side-encryption', input['ServerSideEncryption']);
  put('s3:x-amz-storage-class', input['StorageClass']);
  return keys;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
