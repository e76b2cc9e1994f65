import { DBClusterSnapshotNotFoundFault } from '@aws-sdk/client-rds';
import { given } from '../../world/given.ts';
import type { DbSnapshot } from '../../world/rds-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { attributesOf, paged, type RdsHandlers, share } from './handlers.ts';

/** Snapshots of database clusters. */
export function clusterSnapshotHandlers({ rds, accountId }: World): RdsHandlers {
  const find = (region: string, id: string | undefined): DbSnapshot => {
    const name = given(id, 'DBClusterSnapshotIdentifier');
    const known = rds(region).clusterSnapshots.get(name);
    if (known === undefined)
      throw new DBClusterSnapshotNotFoundFault(because(`DBClusterSnapshot not found: ${name}`));
    return known;
  };
  return {
    DescribeDBClusterSnapshots: (
      { DBClusterSnapshotIdentifier: id, DBClusterIdentifier: own, ...paging },
      { region },
    ) => {
      const all = id === undefined ? [...rds(region).clusterSnapshots.values()] : [find(region, id)];
      const wanted = all.filter(({ of }) => own === undefined || of === own);
      const { items, Marker } = paged(wanted, paging, `DescribeDBClusterSnapshots ${id} ${own}`);
      const arn = `arn:aws:rds:${region}:${accountId}:cluster-snapshot`;
      return {
        DBClusterSnapshots: items.map((snapshot) => ({
          DBClusterSnapshotIdentifier: snapshot.id,
          DBClusterIdentifier: snapshot.of,
          DBClusterSnapshotArn: `${arn}:${snapshot.id}`,
          SnapshotCreateTime: new Date(snapshot.createdAt),
          SnapshotType: 'manual',
          Status: 'available',
          Engine: snapshot.engine,
          StorageEncrypted: snapshot.encrypted,
        })),
        Marker,
      };
    },
    DescribeDBClusterSnapshotAttributes: ({ DBClusterSnapshotIdentifier: id }, { region }) => {
      const snapshot = find(region, id);
      return {
        DBClusterSnapshotAttributesResult: {
          DBClusterSnapshotIdentifier: snapshot.id,
          DBClusterSnapshotAttributes: attributesOf(snapshot),
        },
      };
    },
    ModifyDBClusterSnapshotAttribute: ({ DBClusterSnapshotIdentifier: id, ...change }, { region }) => {
      const snapshot = find(region, id);
      share(snapshot, change);
      return {
        DBClusterSnapshotAttributesResult: {
          DBClusterSnapshotIdentifier: snapshot.id,
          DBClusterSnapshotAttributes: attributesOf(snapshot),
        },
      };
    },
  };
}
