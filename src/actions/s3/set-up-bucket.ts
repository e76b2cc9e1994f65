import { defineAction } from '../../ports/action.ts';
import { bucketSettings } from '../bucket-settings.ts';
import { joinedCalls } from '../joined-calls.ts';
import { KEY_ALIAS, KEY_CHANGES, KEY_READS, unusableKey } from '../made-keys.ts';
import { BUCKET_READS, type BucketState, readBucket, type WantedBucket } from '../set-up-buckets.ts';
import { inRegion, REGIONS, regionsOf } from '../several-regions.ts';
import { neededCalls } from '../settings.ts';
import { undoBuckets } from '../undo-buckets.ts';

export interface ObservedBuckets {
  readonly buckets: readonly BucketState[];
}

/** R11, R18, R30, R34: a bucket that logs, documents or evidence are safe in; made where there is none. */
export const setUpBucket = defineAction<WantedBucket, ObservedBuckets>({
  catalogue: 'R11',
  kind: 'preparation',
  title: 'Set a bucket up for logs, documents or evidence',
  summary:
    'Makes the bucket where there is none; versioning, no public access, and as given: Object Lock with a retention, a key of its own, log delivery, and writing by nobody else.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['bucket'],
    properties: {
      bucket: {
        type: 'string',
        pattern: '^[a-z0-9][a-z0-9.{}-]{1,61}[a-z0-9}]$',
        description: 'Name of the bucket; {region} stands for the Region, for a bucket in each.',
      },
      regions: REGIONS,
      receives: {
        type: 'array',
        minItems: 1,
        items: { enum: ['cloudtrail', 'bedrock'] },
        description: 'Services that deliver logs to it: cloudtrail, bedrock.',
      },
      lockDays: {
        type: 'number',
        minimum: 1,
        maximum: 36_500,
        description: 'Days that nobody deletes a new object for; without it there is no Object Lock.',
      },
      keyAlias: KEY_ALIAS,
      writers: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/.+$' },
        description:
          'ARNs that alone write and delete, besides AWS services; everybody allowed unless given.',
      },
    },
  },
  reads: [...BUCKET_READS, ...KEY_READS],
  changes: [
    ...['CreateBucket', 'DeleteBucket', 'PutBucketVersioning', 'PutObjectLockConfiguration'],
    ...['PutPublicAccessBlock', 'DeletePublicAccessBlock', 'PutBucketPolicy', 'DeleteBucketPolicy'],
    ...['PutBucketEncryption', 'DeleteBucketEncryption'],
  ]
    .map((operation) => `s3:${operation}`)
    .concat(KEY_CHANGES),
  undone:
    'Deletes a bucket that was made and is still empty, and gives its key up; puts policy, block, encryption and default retention of others back. A bucket with anything in it, versioning and Object Lock stay.',
  keepFirst: [],
  mistakes: [
    'Object Lock cannot be turned off again; objects are kept, and paid for, until their retention is over.',
    'The mode is GOVERNANCE: who may s3:BypassGovernanceRetention deletes all the same. Deny that from above.',
    'An existing key keeps its policy: it has to let the services use it.',
    'A bucket for evidence belongs into an account that has no part in the workload: give that account’s profile.',
    'Cut off while a key is being made, it may leave a key without an alias: look for its description.',
  ],
  observe: async ({ bucket, regions, keyAlias }, reader, context) => {
    const names = regionsOf(regions, context).map((region) => ({ region, bucket: inRegion(bucket, region) }));
    const once = names.filter(
      (place, index) => names.findIndex((one) => one.bucket === place.bucket) === index,
    );
    const buckets: BucketState[] = [];
    for (const place of once) buckets.push(await readBucket({ ...place, keyAlias }, reader));
    return { buckets };
  },
  target: (_, { buckets }) => `bucket ${buckets.map(({ bucket }) => bucket).join(', ')}`,
  touches: (_, { buckets }) => ({ principals: [], buckets: buckets.map(({ bucket }) => bucket) }),
  refuse: (_, { buckets }) => unusableKey(buckets.map(({ key }) => key)),
  blast: ({ lockDays, keyAlias, writers, receives = [] }, { buckets }) => [
    ...buckets.map(({ bucket, exists }) =>
      exists
        ? `${bucket} is there: what it has is kept and added to`
        : `${bucket} is made; storage costs by size`,
    ),
    ...(lockDays === undefined
      ? []
      : [`what is written from now on stays for ${lockDays} days, and costs so long`]),
    ...(keyAlias === undefined ? [] : ['a KMS key costs about 1 USD a month in each Region']),
    ...(writers === undefined ? [] : [`nobody but ${writers.join(', ')} writes or deletes there any more`]),
    ...receives.map((service) => `${service} of this account may write to it`),
  ],
  plan: (wanted, { buckets }, context) =>
    joinedCalls(
      buckets.map((state) => {
        const { base, stays, rest } = bucketSettings(wanted, state, context);
        return neededCalls([...base, ...stays, ...rest]);
      }),
    ),
  undo: undoBuckets,
  contained: () => null,
});
