import { BucketAlreadyOwnedByYou, NoSuchBucket } from '@aws-sdk/client-s3';
import type * as s3 from '@aws-sdk/client-s3';
import { readPolicy } from '../../iam/policy-document.ts';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import type { Bucket } from '../../world/s3-state.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { isPublicPolicy } from './public-policy.ts';

export type S3Handlers = Handlers<typeof s3, Call>;

/** Buckets and what is set on them. */
export function bucketHandlers({ s3, accountId }: World): S3Handlers {
  return {
    ListBuckets: ({ Prefix = '' }) => {
      const own = [...s3.buckets.values()]
        .filter(({ name }) => name.startsWith(Prefix))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return {
        Buckets: own.map(({ name, createdAt, region }) => ({
          Name: name,
          CreationDate: new Date(createdAt),
          BucketRegion: region,
        })),
        Owner: { ID: ownerId(accountId) },
      };
    },
    CreateBucket: ({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket }, call) => {
      const name = given(Bucket, 'Bucket');
      if (s3.buckets.has(name)) {
        throw new BucketAlreadyOwnedByYou(
          because('Your previous request to create the named bucket succeeded and you already own it.'),
        );
      }
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
        throw new WireError('InvalidBucketName', 'The specified bucket is not valid.');
      const made = newBucket(name, CreateBucketConfiguration?.LocationConstraint ?? call.region, call.now);
      if (ObjectLockEnabledForBucket === true) {
        made.versioning = 'Enabled';
        made.objectLock = { ObjectLockEnabled: 'Enabled' };
      }
      s3.buckets.set(name, made);
      return { Location: `/${name}` };
    },
    DeleteBucket: ({ Bucket }) => {
      const bucket = bucketOf({ s3 }, Bucket);
      if (bucket.objects.size > 0)
        throw new WireError(
          'BucketNotEmpty',
          'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
          409,
        );
      s3.buckets.delete(bucket.name);
      return {};
    },
    HeadBucket: ({ Bucket }) => ({
      BucketRegion: bucketOf({ s3 }, Bucket, 'head').region,
      AccessPointAlias: false,
    }),
    GetBucketLocation: ({ Bucket }) => {
      const { region } = bucketOf({ s3 }, Bucket);
      return {
        LocationConstraint: region === 'us-east-1' ? undefined : (region as s3.BucketLocationConstraint),
      };
    },
    GetBucketVersioning: ({ Bucket }) => {
      const { versioning } = bucketOf({ s3 }, Bucket);
      return versioning === undefined ? {} : { Status: versioning };
    },
    PutBucketVersioning: ({ Bucket, VersioningConfiguration }) => {
      const bucket = bucketOf({ s3 }, Bucket);
      const status = VersioningConfiguration?.Status;
      if (status !== 'Enabled' && status !== 'Suspended')
        throw new WireError(
          'IllegalVersioningConfigurationException',
          'The versioning configuration specified in the request is invalid.',
        );
      if (status === 'Suspended' && bucket.objectLock !== undefined)
        throw new WireError(
          'InvalidBucketState',
          'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
          409,
        );
      bucket.versioning = status;
      return {};
    },
    GetBucketPolicy: ({ Bucket }) => ({ Policy: policyOf(bucketOf({ s3 }, Bucket)) }),
    GetBucketPolicyStatus: ({ Bucket }) => ({
      PolicyStatus: { IsPublic: isPublicPolicy(policyOf(bucketOf({ s3 }, Bucket))) },
    }),
    PutBucketPolicy: ({ Bucket, Policy }, { now }) => {
      const bucket = bucketOf({ s3 }, Bucket);
      const text = given(Policy, 'Policy');
      const read = readPolicy(text, 'resource');
      if ('fault' in read) throw new WireError('MalformedPolicy', read.fault);
      if (bucket.publicAccessBlock?.BlockPublicPolicy === true && isPublicPolicy(text)) {
        throw new WireError(
          'AccessDenied',
          'User is not authorized to perform: s3:PutBucketPolicy because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
          403,
        );
      }
      bucket.policy = text;
      bucket.policyChangedAt = now;
      return {};
    },
    DeleteBucketPolicy: ({ Bucket }, { now }) => {
      const bucket = bucketOf({ s3 }, Bucket);
      bucket.policy = undefined;
      bucket.policyChangedAt = now;
      return {};
    },
    GetPublicAccessBlock: ({ Bucket }) => {
      const { publicAccessBlock } = bucketOf({ s3 }, Bucket);
      if (publicAccessBlock === undefined)
        throw new WireError(
          'NoSuchPublicAccessBlockConfiguration',
          'The public access block configuration was not found',
          404,
        );
      return { PublicAccessBlockConfiguration: publicAccessBlock };
    },
    PutPublicAccessBlock: ({ Bucket, PublicAccessBlockConfiguration: config }) => {
      // What is left out is off: the configuration is replaced.
      const {
        BlockPublicAcls = false,
        IgnorePublicAcls = false,
        BlockPublicPolicy = false,
        RestrictPublicBuckets = false,
      } = config ?? {};
      bucketOf({ s3 }, Bucket).publicAccessBlock = {
        BlockPublicAcls,
        IgnorePublicAcls,
        BlockPublicPolicy,
        RestrictPublicBuckets,
      };
      return {};
    },
    DeletePublicAccessBlock: ({ Bucket }) => {
      bucketOf({ s3 }, Bucket).publicAccessBlock = undefined;
      return {};
    },
  };
}

/** An empty bucket. New ones block public access. */
export function newBucket(name: string, region: string, createdAt: number): Bucket {
  const publicAccessBlock = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  return {
    name,
    region,
    createdAt,
    objects: new Map(),
    versioning: undefined,
    policy: undefined,
    publicAccessBlock,
    objectLock: undefined,
  };
}

/** A HEAD has no body, so that its error has a status and no code of its own. */
export function bucketOf(
  { s3 }: Pick<World, 's3'>,
  name: string | undefined,
  method: 'head' | 'other' = 'other',
): Bucket {
  const found = s3.buckets.get(given(name, 'Bucket'));
  if (found !== undefined) return found;
  throw method === 'head'
    ? new WireError('NotFound', 'Not Found', 404)
    : new NoSuchBucket(because('The specified bucket does not exist'));
}

/** The canonical id of the account, 64 hex characters. */
export function ownerId(accountId: string): string {
  return accountId.padStart(64, '0');
}

function policyOf({ policy }: Bucket): string {
  if (policy === undefined)
    throw new WireError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
  return policy;
}
