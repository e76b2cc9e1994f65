import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder, OPERATOR } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 's3/lock-bucket';
const bucket = 'example-support-kb-111122223333';
const read = new GetObjectCommand({ Bucket: bucket, Key: 'manuals/returns/3.md' });

checkAction({
  id: ID,
  params: { bucket, allow: [OPERATOR] },
  calls: ['PutBucketPolicy'],
  proof: {
    act: async (open) => [
      await refused(intruder(open, 'adminSession').s3.send(read)),
      await refused(colleague(open).s3.send(read)),
    ],
    free: ['went through', 'went through'],
    inForce: ['AccessDenied', 'went through'],
  },
  tamper: (open) => colleague(open).s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket })),
  own: { bucket, allow: ['arn:aws:iam::111122223333:role/somebody-else'] },
});

checkAction({
  id: ID,
  params: { bucket: 'example-hr-records-111122223333', allow: [OPERATOR] },
  // A bucket without a policy, whose block somebody has taken away.
  prepare: (open) => {
    const found = open.account.world.s3.buckets.get('example-hr-records-111122223333');
    if (found !== undefined) found.publicAccessBlock = undefined;
    return Promise.resolve();
  },
  calls: ['PutBucketPolicy', 'PutPublicAccessBlock'],
  events: ['PutBucketPolicy', 'PutBucketPublicAccessBlock'],
  proof: {
    act: (open) =>
      refused(
        intruder(open, 'adminSession').s3.send(
          new GetObjectCommand({ Bucket: 'example-hr-records-111122223333', Key: 'reviews/2024.csv' }),
        ),
      ),
    free: 'went through',
    inForce: 'AccessDenied',
  },
});

describe('s3/lock-bucket', () => {
  let open: ActionCase;
  beforeEach(async () => {
    open = await actionCase();
  });
  afterEach(() => open.close());

  const policy = async (): Promise<readonly Readonly<Record<string, unknown>>[]> => {
    const { Policy = '' } = await colleague(open).s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    return (JSON.parse(Policy) as { Statement: Readonly<Record<string, unknown>>[] }).Statement;
  };

  it('keeps every statement that is there, leaves log delivery alone, and replaces its own', async () => {
    const before = await policy();
    await open.apply(ID, { bucket, allow: [OPERATOR] });
    await open.apply(ID, { bucket, allow: [OPERATOR, 'arn:aws:iam::111122223333:role/second'] });
    const after = await policy();
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)).toMatchObject({
      Sid: 'HeptadLockBucket',
      Condition: {
        ArnNotLike: { 'aws:PrincipalArn': [OPERATOR, 'arn:aws:iam::111122223333:role/second'] },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    });
  });

  it('locks out no break-glass principal, and leaves the evidence bucket alone', async () => {
    const glass = 'arn:aws:iam::111122223333:role/ops/break-glass';
    const organization = {
      ...open.desk.organization,
      breakGlass: [glass],
      evidenceBuckets: ['example-evidence'],
    };
    const guarded = await actionCase({ organization });
    await expect(guarded.plan(ID, { bucket, allow: [OPERATOR] })).rejects.toMatchObject({
      why: expect.stringContaining('break-glass') as string,
    });
    expect((await guarded.plan(ID, { bucket, allow: [OPERATOR, glass] })).calls).toHaveLength(1);
    await guarded.close();
    const evidence = await actionCase({ organization: { ...organization, evidenceBuckets: [bucket] } });
    await expect(evidence.plan(ID, { bucket, allow: [OPERATOR, glass] })).rejects.toMatchObject({
      why: expect.stringContaining('evidence') as string,
    });
    await evidence.close();
  });

  it('finds its own statement whatever shape the service gives it back in', async () => {
    await open.apply(ID, { bucket, allow: [OPERATOR] });
    const Policy = JSON.stringify({ Statement: await policy(), Version: '2012-10-17' }, null, 2);
    await colleague(open).s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
    expect((await open.plan(ID, { bucket, allow: [OPERATOR] })).calls).toEqual([]);
    await expect(open.plan(ID, { bucket: 'no-such-bucket', allow: [OPERATOR] })).rejects.toThrow(
      /no bucket no-such-bucket/,
    );
  });
});
