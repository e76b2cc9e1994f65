import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 's3/hold-objects';
const bucket = 'example-held-bucket';
const prefix = 'poison/';

/** Two objects under the prefix, one of them with two versions and a delete marker; one object elsewhere. */
async function objects(open: ActionCase): Promise<void> {
  const { s3 } = colleague(open);
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  for (const Key of ['poison/a', 'poison/a', 'poison/b', 'other/c'])
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'text' }));
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'poison/a' }));
}

/** Deletes every version it may; gives how many were refused, and puts nothing back. */
async function deleting(open: ActionCase, Prefix: string): Promise<number> {
  const { s3 } = intruder(open, 'adminSession');
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix }));
  const answers = await Promise.all(
    Versions.map(({ Key, VersionId }) =>
      refused(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }))),
    ),
  );
  return answers.filter((answer) => answer === 'AccessDenied').length;
}

/** How many versions are held, without trying what would destroy them. */
function held(open: ActionCase): Promise<number> {
  const all = [...(open.account.world.s3.buckets.get(bucket)?.objects.values() ?? [])].flat();
  return Promise.resolve(all.filter(({ legalHold }) => legalHold === 'ON').length);
}

checkAction({
  id: ID,
  params: { bucket, prefix },
  prepare: objects,
  calls: ['PutObjectLegalHold', 'PutObjectLegalHold', 'PutObjectLegalHold'],
  proof: { act: held, free: 0, inForce: 3 },
  tamper: async (open) => {
    const version = open.account.world.s3.buckets.get(bucket)?.objects.get('poison/b')?.[0];
    if (version !== undefined) version.legalHold = 'OFF';
    await deleting(open, 'poison/b');
  },
  conflict: /legal hold on version \w+ of poison\/b is gone/,
});

describe('s3/hold-objects', () => {
  it('keeps an administrator from deleting what is held, and nothing else', async () => {
    const open = await actionCase();
    await objects(open);
    await open.apply(ID, { bucket, prefix });
    expect(await deleting(open, prefix)).toBe(3);
    expect(await deleting(open, 'other/')).toBe(0);
    await open.close();
  });

  it('refuses a bucket without Object Lock unless it is told to turn it on, for good', async () => {
    const open = await actionCase();
    const params = { bucket: 'example-support-kb-111122223333', prefix: 'manuals/returns/zz-' };
    await expect(open.plan(ID, params)).rejects.toMatchObject({
      why: expect.stringContaining('no Object Lock') as string,
    });
    const plan = await open.plan(ID, { ...params, enableLock: true });
    expect(plan.calls.map(({ operation, reversibility }) => [operation, reversibility.kind])).toEqual([
      ['PutBucketVersioning', 'irreversible'],
      ['PutObjectLockConfiguration', 'irreversible'],
      ['PutObjectLegalHold', 'reversible'],
    ]);
    const entry = await open.apply(ID, { ...params, enableLock: true });
    expect((await open.plan(ID, params)).calls).toEqual([]);
    await open.undo(entry);
    expect(await open.observe(ID, params)).toMatchObject({
      locked: true,
      versioning: 'Enabled',
      versions: [{ hold: 'OFF' }],
    });
    await open.close();
  });
});
