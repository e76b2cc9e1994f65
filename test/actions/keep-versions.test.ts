import { GetBucketVersioningCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague } from '../support/action-checks.ts';

const ID = 's3/keep-versions';
const Bucket = 'example-hr-records-111122223333';

async function versioning(open: ActionCase): Promise<string | null> {
  const { Status } = await colleague(open).s3.send(new GetBucketVersioningCommand({ Bucket }));
  return Status ?? null;
}

checkAction({
  id: ID,
  params: { bucket: Bucket },
  calls: ['PutBucketVersioning'],
  proof: { act: versioning, free: null, inForce: 'Enabled', undone: 'Suspended' },
  withoutResidue: ({ versioning: status }) => status === 'Enabled',
});

describe('s3/keep-versions', () => {
  it('says what stays where it was never on, and that nothing does where it was suspended', async () => {
    const open = await actionCase();
    const kinds = async () =>
      (await open.plan(ID, { bucket: Bucket })).calls.map(({ reversibility }) => reversibility.kind);
    expect(await kinds()).toEqual(['leaves']);
    const VersioningConfiguration = { Status: 'Suspended' as const };
    await colleague(open).s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    expect(await kinds()).toEqual(['reversible']);
    await open.close();
  });
});
