import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { ActionCase } from './action-case.ts';
import { colleague } from './action-checks.ts';

/** A bucket that CloudWatch Logs may export to. */
export async function exportBucket(open: ActionCase, bucket: string): Promise<void> {
  const { s3 } = colleague(open);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const allow = (Action: string, Resource: string) => ({
    Effect: 'Allow',
    Principal: { Service: 'logs.us-east-1.amazonaws.com' },
    Action,
    Resource,
  });
  const Statement = [
    allow('s3:GetBucketAcl', `arn:aws:s3:::${bucket}`),
    allow('s3:PutObject', `arn:aws:s3:::${bucket}/*`),
  ];
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket: bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
}
