import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { ObjectVersion } from '../../src/simulator/world/s3-state.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 's3/retain-objects';
const bucket = 'example-held-bucket';
const params = { bucket, prefix: 'poison/', until: '2027-01-15T00:00:00Z' };
const LATER = '2028-01-15T00:00:00.000Z';

async function objects(open: ActionCase): Promise<void> {
  const { s3 } = colleague(open);
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  for (const Key of ['poison/a', 'poison/a', 'other/c'])
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'text' }));
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'poison/a' }));
}

const versionsIn = (open: ActionCase): readonly ObjectVersion[] =>
  [...(open.account.world.s3.buckets.get(bucket)?.objects.values() ?? [])].flat();

const retained = (open: ActionCase) =>
  Promise.resolve(
    versionsIn(open).flatMap(({ retention }) => retention?.RetainUntilDate?.toISOString() ?? []),
  );

async function retain(open: ActionCase, Mode: 'GOVERNANCE' | 'COMPLIANCE', until: string): Promise<void> {
  const [VersionId] = versionsIn(open).map(({ versionId }) => versionId);
  const Retention = { Mode, RetainUntilDate: new Date(until) };
  await colleague(open).s3.send(
    new PutObjectRetentionCommand({ Bucket: bucket, Key: 'poison/a', VersionId, Retention }),
  );
}

checkAction({
  id: ID,
  params,
  prepare: objects,
  calls: ['PutObjectRetention', 'PutObjectRetention'],
  proof: { act: retained, free: [], inForce: Array(2).fill('2027-01-15T00:00:00.000Z') },
  tamper: (open) => retain(open, 'GOVERNANCE', LATER),
  conflict: /retention of version \w+ of poison\/a is \{"mode":"GOVERNANCE","until":"2028/,
});

describe('s3/retain-objects', () => {
  it('keeps an administrator from deleting what is retained, and nothing else', async () => {
    const open = await actionCase();
    await objects(open);
    await open.apply(ID, params);
    const { s3 } = intruder(open, 'adminSession');
    const deleting = (Key: string, VersionId: string) =>
      refused(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId })));
    const [first, , , other] = versionsIn(open);
    expect(await deleting('poison/a', first?.versionId ?? '')).toBe('AccessDenied');
    expect(await deleting('other/c', other?.versionId ?? '')).toBe('went through');
    await open.close();
  });

  it('never makes a retention shorter or weaker than it was', async () => {
    const open = await actionCase();
    await objects(open);
    await retain(open, 'COMPLIANCE', LATER);
    const plan = await open.plan(ID, params);
    expect(plan.calls).toHaveLength(1);
    const entry = await open.apply(ID, params);
    await open.undo(entry);
    expect(await retained(open)).toEqual([LATER]);
    await open.close();
  });

  it('says that COMPLIANCE is for good, and has no undo for it', async () => {
    const open = await actionCase();
    await objects(open);
    const good = { ...params, mode: 'COMPLIANCE' };
    const plan = await open.plan(ID, good);
    expect(plan.calls.map(({ reversibility }) => reversibility.kind)).toEqual([
      'irreversible',
      'irreversible',
    ]);
    const entry = await open.apply(ID, good);
    await expect(open.undo(entry)).rejects.toMatchObject({
      why: expect.stringContaining('stays until its day') as string,
    });
    await open.close();
  });

  it('refuses a bucket without Object Lock', async () => {
    const open = await actionCase();
    await expect(
      open.plan(ID, { ...params, bucket: 'example-hr-records-111122223333' }),
    ).rejects.toMatchObject({ why: expect.stringContaining('no Object Lock') as string });
    await open.close();
  });
});
