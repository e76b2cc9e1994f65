import { newBucket } from '../services/s3/buckets.ts';
import { ACCOUNT, HOME_REGION, WORKLOAD } from '../story/names.ts';
import type { World } from '../world/world.ts';

const DAY = 86_400_000;

/** The bucket that a Region's model invocations go to. */
export function invocationBucket(region: string): string {
  return region === HOME_REGION ? WORKLOAD.invocationLogBucket : `example-bedrock-logs-${region}-${ACCOUNT}`;
}

/** Buckets of logs are versioned and locked; only the pipeline writes to the knowledge base's. */
export function prepareBuckets({ s3, regions, clock }: World): void {
  const createdAt = clock.now() - 400 * DAY;
  for (const region of regions) {
    const name = invocationBucket(region);
    const bucket = s3.buckets.get(name) ?? newBucket(name, region, createdAt);
    bucket.versioning = 'Enabled';
    s3.buckets.set(name, bucket);
  }
  const trail = s3.buckets.get(WORKLOAD.trailBucket);
  if (trail !== undefined) {
    trail.versioning = 'Enabled';
    trail.objectLock = {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } },
    };
    trail.policy = policyOf([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${WORKLOAD.trailBucket}/AWSLogs/*`,
      },
    ]);
    trail.settings = {
      lifecycle: [{ ID: 'old', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 730 } }],
    };
  }
  const knowledge = s3.buckets.get(WORKLOAD.knowledgeBaseBucket);
  if (knowledge === undefined) return;
  knowledge.versioning = 'Enabled';
  knowledge.policy = policyOf([
    {
      Sid: 'OnlyThePipelineWrites',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObject', 's3:DeleteObject'],
      Resource: `arn:aws:s3:::${WORKLOAD.knowledgeBaseBucket}/*`,
      Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*document-sync*` } },
    },
  ]);
}

function policyOf(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
