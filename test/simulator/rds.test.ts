import * as rds from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const SNAPSHOT = 'orders-primary-2026-01-14';

describe.each(['in process', 'over HTTP'] as const)('RDS %s', (over) => {
  let account: TestAccount;
  let client: rds.RDSClient;
  beforeEach(async () => {
    account = await testAccount(over);
    client = new rds.RDSClient(account.settings(account.responder));
    account.world.rds('us-east-1').clusterSnapshots.set('catalogue', {
      id: 'catalogue',
      of: 'shop',
      engine: 'aurora-postgresql',
      createdAt: account.clock.now(),
      encrypted: true,
      sharedWith: new Set(),
    });
  });
  afterEach(() => {
    client.destroy();
    return account.close();
  });

  it('tells of snapshots, and of those the intruder shared one with', async () => {
    const { DBSnapshots = [] } = await client.send(new rds.DescribeDBSnapshotsCommand({}));
    expect(DBSnapshots).toMatchObject([{ DBSnapshotIdentifier: SNAPSHOT, SnapshotType: 'manual' }]);
    const { DBSnapshotAttributesResult } = await client.send(
      new rds.DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: SNAPSHOT }),
    );
    expect(DBSnapshotAttributesResult?.DBSnapshotAttributes).toEqual([
      { AttributeName: 'restore', AttributeValues: ['444455556666'] },
    ]);
    const gone = client.send(new rds.DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: 'gone' }));
    expect(await refused(gone)).toBe('DBSnapshotNotFoundFault');
  });

  it('shares and unshares, and tells its trail as the real one does', async () => {
    const change = (input: object) =>
      client.send(
        new rds.ModifyDBSnapshotAttributeCommand({
          DBSnapshotIdentifier: SNAPSHOT,
          AttributeName: 'restore',
          ...input,
        }),
      );
    const { DBSnapshotAttributesResult } = await change({
      ValuesToAdd: ['all'],
      ValuesToRemove: ['444455556666'],
    });
    expect(DBSnapshotAttributesResult?.DBSnapshotAttributes?.[0]?.AttributeValues).toEqual(['all']);
    expect(await refused(change({ AttributeName: 'other' }))).toBe('InvalidParameterValue');
    const track = lastTrack(account, 'ModifyDBSnapshotAttribute');
    expect([track?.eventSource, track?.requestParameters?.['dBSnapshotIdentifier']]).toEqual([
      'rds.amazonaws.com',
      SNAPSHOT,
    ]);
  });

  it('makes no encrypted snapshot public, and no cluster’s is an instance’s', async () => {
    const cluster = (ValuesToAdd: string[]) =>
      client.send(
        new rds.ModifyDBClusterSnapshotAttributeCommand({
          DBClusterSnapshotIdentifier: 'catalogue',
          AttributeName: 'restore',
          ValuesToAdd,
        }),
      );
    expect(await refused(cluster(['all']))).toBe('InvalidDBSnapshotStateFault');
    expect(await refused(cluster(['444455556666']))).toBe('went through');
    const { DBClusterSnapshots = [] } = await client.send(new rds.DescribeDBClusterSnapshotsCommand({}));
    expect(DBClusterSnapshots).toMatchObject([{ DBClusterIdentifier: 'shop', StorageEncrypted: true }]);
    const other = client.send(
      new rds.DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: 'catalogue' }),
    );
    expect(await refused(other)).toBe('DBSnapshotNotFoundFault');
  });

  it('lets nobody share without permission', async () => {
    const leaked = account.intruder['leakedKey'];
    if (leaked === undefined) throw new Error('the story has no leaked key');
    const other = new rds.RDSClient(account.settings(leaked));
    const sharing = new rds.ModifyDBSnapshotAttributeCommand({
      DBSnapshotIdentifier: SNAPSHOT,
      AttributeName: 'restore',
      ValuesToAdd: ['all'],
    });
    expect(await refused(other.send(sharing))).toBe('AccessDenied');
    other.destroy();
  });
});
