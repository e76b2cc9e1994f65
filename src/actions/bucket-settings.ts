import type { Json } from '../base/json.ts';
import type { ActionContext } from '../ports/action.ts';
import { keyArn, keySetting } from './made-keys.ts';
import { samePolicy, type Statement, withStatements } from './policies.ts';
import { BLOCK_ALL, bucketCall, type BucketState, type WantedBucket } from './set-up-buckets.ts';
import type { Setting } from './settings.ts';

interface BucketParts {
  /** A key, and the bucket itself. */
  readonly base: readonly Setting[];
  /** What stays once it is on. */
  readonly stays: readonly Setting[];
  readonly rest: readonly Setting[];
}

/** What makes a bucket fit for logs or evidence, in the order it is done. */
export function bucketSettings(
  wanted: WantedBucket,
  state: BucketState,
  context: ActionContext,
): BucketParts {
  const statements = keyUse(state, context);
  return {
    base: [
      ...(state.key === null ? [] : [keySetting(state.key, { statements, context })]),
      existence(wanted, state),
    ],
    // With Object Lock a new bucket comes with versioning.
    stays: state.exists || wanted.lockDays === undefined ? [versioning(state)] : [],
    rest: [block(state), ...lock(wanted, state), ...encryption(state), ...policy(wanted, state, context)],
  };
}

function existence({ lockDays }: WantedBucket, state: BucketState): Setting {
  const { region } = state;
  const place = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
  return {
    name: `bucket ${state.bucket}`,
    is: state.exists,
    wanted: true,
    set: (to) => [
      to === true
        ? bucketCall(state, 'CreateBucket', {
            input: { ...place, ...(lockDays === undefined ? {} : { ObjectLockEnabledForBucket: true }) },
            purpose: 'make the bucket',
            reversibility: { kind: 'leaves', residue: 'the bucket, once anything is in it' },
          })
        : bucketCall(state, 'DeleteBucket', { purpose: 'take the empty bucket away' }),
    ],
  };
}

function versioning(state: BucketState): Setting {
  return {
    name: `versioning of bucket ${state.bucket}`,
    is: state.versioning,
    wanted: 'Enabled',
    set: () => [
      bucketCall(state, 'PutBucketVersioning', {
        input: { VersioningConfiguration: { Status: 'Enabled' } },
        purpose: 'keep every version of what is written',
        reversibility: { kind: 'leaves', residue: 'versioning: it stays on' },
      }),
    ],
  };
}

function block(state: BucketState): Setting {
  return {
    name: `public access block of bucket ${state.bucket}`,
    is: state.block,
    wanted: BLOCK_ALL,
    set: (to) => [
      to === null
        ? bucketCall(state, 'DeletePublicAccessBlock', { purpose: 'take the block away, as it was before' })
        : bucketCall(state, 'PutPublicAccessBlock', {
            input: { PublicAccessBlockConfiguration: to },
            purpose: to === BLOCK_ALL ? 'block public access' : 'put the block back as it was before',
          }),
    ],
  };
}

/** GOVERNANCE: who has s3:BypassGovernanceRetention can still delete. COMPLIANCE could not be taken back by anybody. */
function lock({ lockDays }: WantedBucket, state: BucketState): readonly Setting[] {
  if (lockDays === undefined) return [];
  const is = state.lockDays;
  return [
    {
      name: `default retention of bucket ${state.bucket}`,
      is,
      wanted: is !== null && is >= lockDays ? is : lockDays,
      set: (to) => [
        bucketCall(state, 'PutObjectLockConfiguration', {
          input: {
            ObjectLockConfiguration: {
              ObjectLockEnabled: 'Enabled',
              ...(to === null ? {} : { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: to } } }),
            },
          },
          purpose:
            to === null ? 'keep new objects for no time, as before' : 'keep new objects for so many days',
          reversibility: {
            kind: 'leaves',
            residue: 'Object Lock, and the retention of what was written meanwhile',
          },
        }),
      ],
    },
  ];
}

function encryption(state: BucketState): readonly Setting[] {
  const { key, encryption: is } = state;
  if (key === null) return [];
  const wanted = keyArn(key);
  return [
    {
      name: `encryption of bucket ${state.bucket}`,
      is,
      wanted,
      set: (to: Json) => [
        to === null
          ? bucketCall(state, 'DeleteBucketEncryption', { purpose: 'encrypt under a key of S3 again' })
          : bucketCall(state, 'PutBucketEncryption', {
              input: {
                ServerSideEncryptionConfiguration: {
                  Rules: [
                    {
                      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: to },
                      BucketKeyEnabled: true,
                    },
                  ],
                },
              },
              purpose: 'encrypt what is written under the key',
              reversibility: { kind: 'leaves', residue: 'what was written meanwhile stays under the key' },
            }),
      ],
    },
  ];
}

function policy(wanted: WantedBucket, state: BucketState, context: ActionContext): readonly Setting[] {
  const statements = [
    ...(wanted.receives ?? []).flatMap((service) => deliveryStatements(service, state, context)),
    ...writerStatements(wanted, state),
  ];
  if (statements.length === 0) return [];
  const text = withStatements(state.policy, statements);
  return [
    {
      name: `policy of bucket ${state.bucket}`,
      is: state.policy,
      wanted: text,
      same: samePolicy,
      set: (to) => [
        to === null
          ? bucketCall(state, 'DeleteBucketPolicy', { purpose: 'take the policy away, as it was before' })
          : bucketCall(state, 'PutBucketPolicy', {
              input: { Policy: to },
              purpose:
                to === text
                  ? 'let in who writes there, besides what the policy says already'
                  : 'put the policy back as it was before',
            }),
      ],
    },
  ];
}

/** CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail"; Bedrock user guide, "Set up an Amazon S3 destination". */
function deliveryStatements(
  service: string,
  { bucket }: BucketState,
  { account }: ActionContext,
): readonly Statement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  const own = { 'aws:SourceAccount': account };
  const write = (of: Statement): Statement => ({ Effect: 'Allow', Action: 's3:PutObject', ...of });
  if (service === 'bedrock')
    return [
      write({
        Sid: 'BedrockInvocationLog',
        Principal: { Service: 'bedrock.amazonaws.com' },
        Resource: `${arn}/*AWSLogs/${account}/BedrockModelInvocationLogs/*`,
        Condition: { StringEquals: own, ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:*:${account}:*` } },
      }),
    ];
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return [
    {
      Sid: 'CloudTrailAclCheck',
      Effect: 'Allow',
      Principal,
      Action: 's3:GetBucketAcl',
      Resource: arn,
      Condition: { StringEquals: own },
    },
    write({
      Sid: 'CloudTrailWrite',
      Principal,
      Resource: `${arn}/*AWSLogs/*`,
      Condition: { StringEquals: { ...own, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
  ];
}

function writerStatements({ writers }: WantedBucket, { bucket }: BucketState): readonly Statement[] {
  if (writers === undefined) return [];
  return [
    {
      Sid: 'OnlyTheseWrite',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      Resource: `arn:aws:s3:::${bucket}/*`,
      Condition: {
        ArnNotLike: { 'aws:PrincipalArn': [...writers].toSorted() },
        // Log delivery comes as a service itself, under no principal of any account.
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  ];
}

function keyUse({ bucket }: BucketState, { account }: ActionContext): readonly Statement[] {
  return [
    {
      Sid: 'LogDelivery',
      Effect: 'Allow',
      Principal: { Service: ['bedrock.amazonaws.com', 'cloudtrail.amazonaws.com'] },
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${bucket}*` },
      },
    },
  ];
}
