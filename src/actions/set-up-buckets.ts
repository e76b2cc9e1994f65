import type { Json, JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE, type Reversibility } from '../model/plan.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { listOf, objectOf, textOf } from './answers.ts';
import {
  askBucket,
  type PublicAccessBlock,
  readBucketPolicy,
  readPublicAccessBlock,
  readVersioning,
  type Versioning,
} from './buckets.ts';
import { type MadeKey, readKey } from './made-keys.ts';

/** What a bucket is to be like. */
export interface WantedBucket {
  readonly bucket: string;
  readonly regions?: readonly string[];
  readonly receives?: readonly string[];
  readonly lockDays?: number;
  readonly keyAlias?: string;
  readonly writers?: readonly string[];
}

/** A bucket as it is; of one that is not there, what a new one has. */
export interface BucketState {
  readonly bucket: string;
  readonly region: string;
  readonly exists: boolean;
  /** Nothing was ever put in it: it can be deleted. */
  readonly empty: boolean;
  readonly versioning: Versioning;
  readonly block: PublicAccessBlock;
  readonly policy: string | null;
  readonly locked: boolean;
  /** Days that new objects are kept for; null without such a rule. */
  readonly lockDays: number | null;
  /** The ARN or id of the KMS key of new objects; null = a key of S3 itself. */
  readonly encryption: string | null;
  readonly key: MadeKey | null;
}

export const BLOCK_ALL: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export const BUCKET_READS: readonly string[] = [
  's3:GetBucketLocation',
  's3:GetBucketVersioning',
  's3:GetPublicAccessBlock',
  's3:GetBucketPolicy',
  's3:GetObjectLockConfiguration',
  's3:GetBucketEncryption',
  's3:ListObjectVersions',
];

interface Place {
  readonly bucket: string;
  /** Where it is looked for, and made. */
  readonly region: string;
}

/** A bucket of this account. @throws CloudError AccessDenied where the name is another account's */
export async function readBucket(
  { bucket, region, keyAlias }: Place & { readonly keyAlias: string | undefined },
  reader: CloudReader,
): Promise<BucketState> {
  const key = keyAlias === undefined ? null : await readKey(keyAlias, region, reader);
  const found = await askBucket('GetBucketLocation', { bucket, region, absent: ['NoSuchBucket'] }, reader);
  if (found === null) return newBucket({ bucket, region }, key);
  const named = textOf(found, 'LocationConstraint');
  const home = named === null || named === '' ? 'us-east-1' : named === 'EU' ? 'eu-west-1' : named;
  const place = { bucket, region: home };
  const lock = objectOf(
    await askBucket(
      'GetObjectLockConfiguration',
      { ...place, absent: ['ObjectLockConfigurationNotFoundError'] },
      reader,
    ),
    'ObjectLockConfiguration',
  );
  return {
    ...place,
    exists: true,
    empty: await isEmpty(place, reader),
    versioning: await readVersioning(place, reader),
    block: await readPublicAccessBlock(place, reader),
    policy: await readBucketPolicy(place, reader),
    locked: textOf(lock, 'ObjectLockEnabled') === 'Enabled',
    lockDays: daysOf(objectOf(objectOf(lock, 'Rule'), 'DefaultRetention')),
    encryption: await keyOf(place, reader),
    key,
  };
}

/** New buckets block public access (S3 user guide, "Default settings for new S3 buckets FAQ"). */
function newBucket(place: Place, key: MadeKey | null): BucketState {
  return {
    ...place,
    exists: false,
    empty: true,
    versioning: null,
    block: BLOCK_ALL,
    policy: null,
    locked: false,
    lockDays: null,
    encryption: null,
    key,
  };
}

async function isEmpty(place: Place, reader: CloudReader): Promise<boolean> {
  const page = await askBucket('ListObjectVersions', { ...place, MaxKeys: 1, absent: [] }, reader);
  return listOf(page, 'Versions').length + listOf(page, 'DeleteMarkers').length === 0;
}

function daysOf(retention: JsonObject | null): number | null {
  const { Days, Years } = retention ?? {};
  if (typeof Days === 'number') return Days;
  return typeof Years === 'number' ? Years * 365 : null;
}

async function keyOf(place: Place, reader: CloudReader): Promise<string | null> {
  const absent = ['ServerSideEncryptionConfigurationNotFoundError'];
  const answer = await askBucket('GetBucketEncryption', { ...place, absent }, reader);
  const [rule = null] = listOf(objectOf(answer, 'ServerSideEncryptionConfiguration'), 'Rules');
  return textOf(objectOf(rule, 'ApplyServerSideEncryptionByDefault'), 'KMSMasterKeyID');
}

/** A call about a bucket. */
export function bucketCall(
  { bucket, region }: Place,
  operation: string,
  of: {
    readonly purpose: string;
    readonly input?: Readonly<Record<string, Json>>;
    readonly reversibility?: Reversibility;
  },
): PlannedCall {
  const { purpose, input = {}, reversibility = REVERSIBLE } = of;
  return { service: 's3', operation, region, input: { Bucket: bucket, ...input }, purpose, reversibility };
}
