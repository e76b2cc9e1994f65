import * as rds from '@aws-sdk/client-rds';
import { type Carried, nothingLeft } from './carried.ts';
import type { MotoAccount } from './moto-account.ts';

const SNAPSHOT = 'tickets-copy';
const OTHER = '444455556666';
const PARTNER = '777788889999';

const login = { MasterUsername: 'example', MasterUserPassword: 'example-password' };

async function snapshotOfInstance({ clients: { rds: client } }: MotoAccount): Promise<void> {
  const DBInstanceIdentifier = 'tickets';
  await client.send(
    new rds.CreateDBInstanceCommand({
      ...login,
      DBInstanceIdentifier,
      DBInstanceClass: 'db.t3.micro',
      Engine: 'postgres',
      AllocatedStorage: 20,
    }),
  );
  await client.send(
    new rds.CreateDBSnapshotCommand({ DBInstanceIdentifier, DBSnapshotIdentifier: SNAPSHOT }),
  );
  await client.send(
    new rds.ModifyDBSnapshotAttributeCommand({
      DBSnapshotIdentifier: SNAPSHOT,
      AttributeName: 'restore',
      ValuesToAdd: [PARTNER, OTHER, 'all'],
    }),
  );
}

async function snapshotOfCluster({ clients: { rds: client } }: MotoAccount): Promise<void> {
  const DBClusterIdentifier = 'tickets';
  await client.send(
    new rds.CreateDBClusterCommand({ ...login, DBClusterIdentifier, Engine: 'aurora-postgresql' }),
  );
  await client.send(
    new rds.CreateDBClusterSnapshotCommand({ DBClusterIdentifier, DBClusterSnapshotIdentifier: SNAPSHOT }),
  );
  await client.send(
    new rds.ModifyDBClusterSnapshotAttributeCommand({
      DBClusterSnapshotIdentifier: SNAPSHOT,
      AttributeName: 'restore',
      ValuesToAdd: [OTHER],
    }),
  );
}

const sharedWith = (...AttributeValues: readonly string[]) => [{ AttributeName: 'restore', AttributeValues }];
const because = 'the moto of this suite has one account, and what is shared is seen from another';

/** The action on snapshots of databases. */
export const CARRIED_DATABASES: readonly Carried[] = [
  {
    id: 'rds/unshare-database-snapshot',
    on: 'of an instance',
    setup: async (account) => {
      await snapshotOfInstance(account);
      return { snapshotId: SNAPSHOT, keep: [PARTNER] };
    },
    calls: ['ModifyDBSnapshotAttribute'],
    proof: {
      of: 'state',
      because,
      act: async ({ clients }) => {
        const { DBSnapshotAttributesResult } = await clients.rds.send(
          new rds.DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier: SNAPSHOT }),
        );
        return DBSnapshotAttributesResult?.DBSnapshotAttributes;
      },
      before: sharedWith(PARTNER, OTHER, 'all'),
      inForce: sharedWith(PARTNER),
    },
    undo: nothingLeft,
  },
  {
    id: 'rds/unshare-database-snapshot',
    on: 'of a cluster',
    setup: async (account) => {
      await snapshotOfCluster(account);
      return { snapshotId: SNAPSHOT, cluster: true };
    },
    calls: ['ModifyDBClusterSnapshotAttribute'],
    proof: {
      of: 'state',
      because,
      act: async ({ clients }) => {
        const { DBClusterSnapshotAttributesResult } = await clients.rds.send(
          new rds.DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier: SNAPSHOT }),
        );
        return DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes;
      },
      before: sharedWith(OTHER),
      inForce: sharedWith(),
    },
    undo: nothingLeft,
  },
];
