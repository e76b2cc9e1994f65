import { defineAction } from '../../ports/action.ts';
import { BUCKET, placeOf, readBucketPolicy, readPublicAccessBlock } from '../buckets.ts';
import { deliveryLines } from '../log-delivery.ts';
import { statementsIn } from '../policies.ts';
import { neededCalls, undoSettings } from '../settings.ts';
import { type BucketAccess, type BucketLock, lockedPolicy, lockSettings } from '../bucket-lock.ts';

const MOST_BYTES = 20_480;

/** C15: shuts everybody out of a bucket but the principals given, and the AWS services that deliver logs to it. */
export const lockBucket = defineAction<BucketLock, BucketAccess>({
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
  undone: 'Puts back policy and public access block as they were found.',
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
    const size = Buffer.byteLength(lockedPolicy(params, policy));
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
    ...deliveryLines(policy),
  ],
  plan: (params, observed) => neededCalls(lockSettings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: lockSettings(params, before), now: lockSettings(params, now) }),
  contained: () => null,
});
