import {
  DescribeDBSnapshotAttributesCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

const ID = 'rds/unshare-database-snapshot';
const snapshotId = 'orders-primary-2026-01-14';
const THEIRS = '444455556666';
const OURS = '123456789012';

const rds = ({ account }: ActionCase) => new RDSClient(account.settings(account.responder));

async function sharedWith(open: ActionCase): Promise<readonly string[]> {
  const { DBSnapshotAttributesResult: found } = await rds(open).send(
    new DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: snapshotId }),
  );
  return found?.DBSnapshotAttributes?.[0]?.AttributeValues ?? [];
}

function share(open: ActionCase, ...ValuesToAdd: string[]): Promise<unknown> {
  const change = { DBSnapshotIdentifier: snapshotId, AttributeName: 'restore', ValuesToAdd };
  return rds(open).send(new ModifyDBSnapshotAttributeCommand(change));
}

checkAction({
  id: ID,
  params: { snapshotId, keep: [OURS] },
  // The intruder of the story shared it with theirs.
  prepare: (open) => share(open, OURS, 'all'),
  calls: ['ModifyDBSnapshotAttribute'],
  proof: { act: sharedWith, free: [OURS, THEIRS, 'all'], inForce: [OURS] },
  tamper: (open) => share(open, '777788889999'),
  conflict: /sharing of orders-primary-2026-01-14 is \["123456789012","777788889999"\]/,
});

describe('rds/unshare-database-snapshot', () => {
  it('takes back what the intruder shared', async () => {
    const open = await actionCase();
    expect(await sharedWith(open)).toEqual([THEIRS]);
    await open.apply(ID, { snapshotId });
    expect(await sharedWith(open)).toEqual([]);
    await open.close();
  });

  it('takes a cluster’s snapshot back, and refuses one that is of the other kind', async () => {
    const open = await actionCase();
    const cluster = {
      id: 'catalogue',
      of: 'shop',
      engine: 'aurora-postgresql',
      createdAt: open.account.clock.now(),
      encrypted: true,
      sharedWith: new Set([THEIRS]),
    };
    open.account.world.rds('us-east-1').clusterSnapshots.set('catalogue', cluster);
    await expect(open.plan(ID, { snapshotId: 'catalogue' })).rejects.toMatchObject({
      why: expect.stringContaining('no snapshot catalogue of a database instance') as string,
    });
    const entry = await open.apply(ID, { snapshotId: 'catalogue', cluster: true });
    expect(open.changesInTrail()).toEqual(['ModifyDBClusterSnapshotAttribute']);
    expect([...cluster.sharedWith]).toEqual([]);
    await open.undo(entry);
    expect([...cluster.sharedWith]).toEqual([THEIRS]);
    await open.close();
  });
});
