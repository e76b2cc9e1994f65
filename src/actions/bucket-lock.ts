import type { Json } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { BucketPlace, PublicAccessBlock } from './buckets.ts';
import { policyText, samePolicy, type Statement, statementsIn } from './policies.ts';
import type { Setting } from './settings.ts';

/** Who is still let into a bucket. */
export interface BucketLock {
  readonly bucket: string;
  readonly allow: readonly string[];
  readonly blockPublicAccess?: boolean;
}

export interface BucketAccess {
  readonly place: BucketPlace;
  readonly policy: string | null;
  readonly publicAccessBlock: PublicAccessBlock;
}

const SID = 'HeptadLockBucket';
const BLOCK_ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** The bucket's policy and its public access block. */
export function lockSettings(
  params: BucketLock,
  { place, policy, publicAccessBlock }: BucketAccess,
): readonly Setting[] {
  const text = lockedPolicy(params, policy);
  // The policy first: with public access blocked, a policy that was public before could not be written any more.
  const policySetting: Setting = {
    name: `policy of bucket ${place.bucket}`,
    is: policy,
    wanted: text,
    same: samePolicy,
    set: (to) => [
      to === null
        ? bucketCall(place, 'DeleteBucketPolicy', { purpose: 'take the policy away, as it was before' })
        : bucketCall(place, 'PutBucketPolicy', {
            Policy: to,
            purpose: to === text ? 'shut out everybody else' : 'put the policy back as it was before',
          }),
    ],
  };
  if (params.blockPublicAccess === false) return [policySetting];
  const blockSetting: Setting = {
    name: `public access block of bucket ${place.bucket}`,
    is: publicAccessBlock,
    wanted: BLOCK_ALL,
    set: (to) => [
      to === null
        ? bucketCall(place, 'DeletePublicAccessBlock', { purpose: 'take the block away, as it was before' })
        : bucketCall(place, 'PutPublicAccessBlock', {
            PublicAccessBlockConfiguration: to,
            purpose: to === BLOCK_ALL ? 'block public access' : 'put the block back as it was before',
          }),
    ],
  };
  return [policySetting, blockSetting];
}

/** The policy with our Deny in place of an earlier one of ours, and every other statement kept. */
export function lockedPolicy({ bucket, allow }: BucketLock, policy: string | null): string {
  const others = statementsIn(policy).filter(({ Sid }) => Sid !== SID);
  const arn = `arn:aws:s3:::${bucket}`;
  const deny: Statement = {
    Sid: SID,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: {
      ArnNotLike: { 'aws:PrincipalArn': [...allow].toSorted() },
      // Log delivery comes as a service itself, under no principal of any account.
      Bool: { 'aws:PrincipalIsAWSService': 'false' },
    },
  };
  return policyText(...others, deny);
}

function bucketCall(
  { bucket, region }: BucketPlace,
  operation: string,
  { purpose, ...input }: { readonly purpose: string; readonly [name: string]: Json },
): PlannedCall {
  return {
    service: 's3',
    operation,
    region,
    input: { Bucket: bucket, ...input },
    purpose,
    reversibility: REVERSIBLE,
  };
}
