import type { Json } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import {
  BUCKET,
  type BucketPlace,
  placeOf,
  type PublicAccessBlock,
  readBucketPolicy,
  readPublicAccessBlock,
} from '../buckets.ts';
import { policyText, samePolicy, type Statement, statementsIn } from '../policies.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly bucket: string;
  readonly allow: readonly string[];
  readonly blockPublicAccess?: boolean;
}

interface Observed {
  readonly place: BucketPlace;
  readonly policy: string | null;
  readonly publicAccessBlock: PublicAccessBlock;
}

const SID = 'HeptadLockBucket';
const MOST_BYTES = 20_480;
const BLOCK_ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** C15: shuts everybody out of a bucket but the principals given, and the AWS services that deliver logs to it. */
export const lockBucket = defineAction<Params, Observed>({
  catalogue: 'C15',
  kind: 'containment',
  title: 'Lock a bucket',
  summary:
    'Adds a Deny for everybody but the principals given to the bucket’s policy, and blocks public access; AWS services go on delivering logs.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['bucket', 'allow'],
    properties: {
      bucket: BUCKET,
      allow: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$' },
        description:
          'ARNs that are still let in (aws:PrincipalArn; * for any text): yours and break-glass at least.',
      },
      blockPublicAccess: { type: 'boolean', description: 'Also block public access; so unless false.' },
    },
  },
  reads: ['s3:GetBucketLocation', 's3:GetBucketPolicy', 's3:GetPublicAccessBlock'],
  changes: [
    's3:PutBucketPolicy',
    's3:DeleteBucketPolicy',
    's3:PutPublicAccessBlock',
    's3:DeletePublicAccessBlock',
  ],
  keepFirst: [],
  mistakes: [
    'A bucket policy is replaced whole: the statements that are there are kept.',
    'Who is locked out by mistake cannot put it right: only the account’s root user can (root-task/S3UnlockBucketPolicy).',
    'A role with a path is listed with its path.',
    'Applications, pipelines and knowledge bases that read the bucket under another role stop.',
  ],
  observe: async ({ bucket }, reader) => {
    const place = await placeOf(bucket, reader);
    return {
      place,
      policy: await readBucketPolicy(place, reader),
      publicAccessBlock: await readPublicAccessBlock(place, reader),
    };
  },
  target: ({ bucket }) => `bucket ${bucket}`,
  touches: ({ bucket, allow }) => ({ principals: ['*'], spared: allow, buckets: [bucket] }),
  refuse: (params, { policy }) => {
    const size = Buffer.byteLength(locked(params, policy));
    if (size <= MOST_BYTES) return null;
    return {
      why: `the bucket policy would have ${size} bytes, and ${MOST_BYTES} are allowed`,
      instead: 'limit the roles that reach the bucket instead (iam/limit-role)',
    };
  },
  blast: ({ bucket, allow }, { policy }) => [
    `nobody but ${allow.join(', ')} gets at ${bucket} or anything in it, whatever their policies allow`,
    'knowledge bases and applications that read it under other roles answer with errors',
    policy === null
      ? 'the bucket has no policy until now'
      : `its policy keeps the ${statementsIn(policy).length} statements it has`,
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

function settings(params: Params, { place, policy, publicAccessBlock }: Observed): readonly Setting[] {
  const text = locked(params, policy);
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
function locked({ bucket, allow }: Params, policy: string | null): string {
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
