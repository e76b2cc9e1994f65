import * as s3 from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  containment,
  each,
  outcomes,
  policy,
  RESPONDER_ARN,
  WENT_THROUGH,
  type Calls,
  type Containment,
} from '../../support/containment.ts';
import { keysBelow, LOGS, TRAIL_BUCKET } from '../../support/delivered-logs.ts';
import { FIVE_MINUTES, type Clients } from '../../support/simulated-account.ts';

const KNOWLEDGE = 'example-support-kb-111122223333';
const PRIVATE = 'example-hr-records-111122223333';
const Key = 'manuals/returns/3.md';

/** Denies everything but to the responders, and to those of AWS's services that are named. */
function lock(bucket: string, services: readonly string[] = []): string {
  const service = services.length === 0 ? {} : { StringNotEquals: { 'aws:PrincipalServiceName': services } };
  return policy({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { ArnNotLike: { 'aws:PrincipalArn': [RESPONDER_ARN] }, ...service },
  });
}

function calls({ s3: client }: Clients): Calls {
  return {
    GetObject: () => client.send(new s3.GetObjectCommand({ Bucket: KNOWLEDGE, Key })),
    ListObjectsV2: () => client.send(new s3.ListObjectsV2Command({ Bucket: KNOWLEDGE })),
    PutObject: () => client.send(new s3.PutObjectCommand({ Bucket: KNOWLEDGE, Key: 'x', Body: 'x' })),
    CopyObject: () =>
      client.send(
        new s3.CopyObjectCommand({ Bucket: KNOWLEDGE, Key: 'y', CopySource: `${KNOWLEDGE}/${Key}` }),
      ),
    DeleteObject: () => client.send(new s3.DeleteObjectCommand({ Bucket: KNOWLEDGE, Key: 'x' })),
    GetBucketPolicy: () => client.send(new s3.GetBucketPolicyCommand({ Bucket: KNOWLEDGE })),
    PutBucketPolicy: () =>
      client.send(new s3.PutBucketPolicyCommand({ Bucket: KNOWLEDGE, Policy: lock(KNOWLEDGE) })),
  };
}

describe('C15, a bucket locked', () => {
  let opened: Containment;
  beforeEach(async () => {
    opened = await containment();
  });
  const put = (Bucket: string, Policy: string): Promise<unknown> =>
    opened.responders.s3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));

  it('refuses even administrators, and lets none of them open it again', async () => {
    const { PutBucketPolicy, ...reading } = calls(opened.held('adminSession'));
    expect(await outcomes(reading)).toEqual(each(reading, WENT_THROUGH));
    await put(KNOWLEDGE, lock(KNOWLEDGE));
    for (const name of ['adminSession', 'secondKey']) {
      const all = calls(opened.held(name));
      expect(await outcomes(all)).toEqual(each(all, 'AccessDenied'));
    }
    expect(PutBucketPolicy).toBeDefined();
  });

  it('leaves the responders, and the other buckets', async () => {
    await put(KNOWLEDGE, lock(KNOWLEDGE));
    const all: Calls = {
      ...calls(opened.responders),
      'another bucket': () =>
        opened.held('adminSession').s3.send(new s3.ListObjectsV2Command({ Bucket: PRIVATE })),
    };
    expect(await outcomes(all)).toEqual(each(all, WENT_THROUGH));
  });

  it('replaces the policy there was, and is undone by putting that back', async () => {
    const before = await opened.responders.s3
      .send(new s3.GetBucketPolicyCommand({ Bucket: KNOWLEDGE }))
      .then(({ Policy }) => Policy);
    await put(KNOWLEDGE, lock(KNOWLEDGE));
    const { Policy } = await opened.responders.s3.send(new s3.GetBucketPolicyCommand({ Bucket: KNOWLEDGE }));
    expect(Policy).toBe(lock(KNOWLEDGE));
    await put(KNOWLEDGE, before ?? '');
    const { GetObject, ListObjectsV2 } = calls(opened.held('adminSession'));
    const reading: Calls = {
      ...(GetObject === undefined ? {} : { GetObject }),
      ...(ListObjectsV2 === undefined ? {} : { ListObjectsV2 }),
    };
    expect(await outcomes(reading)).toEqual({ GetObject: WENT_THROUGH, ListObjectsV2: WENT_THROUGH });
  });

  it("ends CloudTrail's own deliveries, unless its service is left in", async () => {
    const files = async (): Promise<number> => {
      opened.clock.advance(3 * FIVE_MINUTES);
      return (await keysBelow(opened.responders.s3, LOGS)).length;
    };
    await put(TRAIL_BUCKET, lock(TRAIL_BUCKET, ['cloudtrail.amazonaws.com']));
    const open = await files();
    expect(await files()).toBeGreaterThan(open);
    await put(TRAIL_BUCKET, lock(TRAIL_BUCKET));
    const shut = await files();
    expect(await files()).toBe(shut);
    const { s3: intruders } = opened.held('adminSession');
    expect(
      await outcomes({ it: () => intruders.send(new s3.ListObjectsV2Command({ Bucket: TRAIL_BUCKET })) }),
    ).toEqual({ it: 'AccessDenied' });
    // What waited comes when the service is let in again.
    await put(TRAIL_BUCKET, lock(TRAIL_BUCKET, ['cloudtrail.amazonaws.com']));
    expect(await files()).toBeGreaterThan(shut);
  });

  it('keeps public policies out by its block of public access', async () => {
    const open = policy({
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${PRIVATE}/*`,
    });
    const intruders = opened.held('adminSession').s3;
    const publish = {
      publish: () => intruders.send(new s3.PutBucketPolicyCommand({ Bucket: PRIVATE, Policy: open })),
    };
    const block = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    await intruders.send(new s3.DeletePublicAccessBlockCommand({ Bucket: PRIVATE }));
    expect(await outcomes(publish)).toEqual({ publish: WENT_THROUGH });
    await opened.responders.s3.send(new s3.DeleteBucketPolicyCommand({ Bucket: PRIVATE }));
    await opened.responders.s3.send(
      new s3.PutPublicAccessBlockCommand({ Bucket: PRIVATE, PublicAccessBlockConfiguration: block }),
    );
    expect(await outcomes(publish)).toEqual({ publish: 'AccessDenied' });
    // Whoever has the permission in IAM still reads.
    const read = {
      read: () => intruders.send(new s3.GetObjectCommand({ Bucket: PRIVATE, Key: 'reviews/2024.csv' })),
    };
    expect(await outcomes(read)).toEqual({ read: WENT_THROUGH });
  });
});
