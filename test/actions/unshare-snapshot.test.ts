import {
  DescribeSnapshotAttributeCommand,
  EC2Client,
  ModifySnapshotAttributeCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';
import { sharedSnapshot } from '../support/shared-snapshot.ts';

const ID = 'ec2/unshare-snapshot';
const snapshotId = 'snap-0example00000001';
const THEIRS = '444455556666';
const OURS = '123456789012';

const ec2 = ({ account }: ActionCase) => new EC2Client(account.settings(account.responder));

async function sharedWith(open: ActionCase): Promise<unknown> {
  const { CreateVolumePermissions = [] } = await ec2(open).send(
    new DescribeSnapshotAttributeCommand({ SnapshotId: snapshotId, Attribute: 'createVolumePermission' }),
  );
  return new Set(CreateVolumePermissions.map(({ UserId, Group }) => UserId ?? Group));
}

checkAction({
  id: ID,
  params: { snapshotId, keep: [OURS] },
  prepare: (open) => sharedSnapshot(open, snapshotId, [OURS, THEIRS, 'all']),
  calls: ['ModifySnapshotAttribute'],
  proof: { act: sharedWith, free: new Set([OURS, THEIRS, 'all']), inForce: new Set([OURS]) },
  tamper: (open) =>
    ec2(open).send(
      new ModifySnapshotAttributeCommand({
        SnapshotId: snapshotId,
        Attribute: 'createVolumePermission',
        CreateVolumePermission: { Add: [{ UserId: '777788889999' }] },
      }),
    ),
  conflict: /sharing of snap-0example00000001 is \["123456789012","777788889999"\]/,
});

describe('ec2/unshare-snapshot', () => {
  it('has nothing to do where nothing is shared, and refuses a snapshot that is not there', async () => {
    const open = await actionCase();
    await sharedSnapshot(open, snapshotId, [OURS]);
    expect((await open.plan(ID, { snapshotId, keep: [OURS] })).calls).toEqual([]);
    await expect(open.plan(ID, { snapshotId: 'snap-0gone' })).rejects.toMatchObject({
      why: expect.stringContaining('no snapshot snap-0gone') as string,
    });
    await open.close();
  });
});
