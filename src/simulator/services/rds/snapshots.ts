import { DBSnapshotNotFoundFault } from '@aws-sdk/client-rds';
import { given } from '../../world/given.ts';
import type { DbSnapshot } from '../../world/rds-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { attributesOf, paged, type RdsHandlers, share } from './handlers.ts';

/** Snapshots of database instances. */
export function snapshotHandlers({ rds, accountId }: World): RdsHandlers {
  const find = (region: string, id: string | undefined): DbSnapshot => {
    const name = given(id, 'DBSnapshotIdentifier');
    const known = rds(region).snapshots.get(name);
    if (known === undefined) throw new DBSnapshotNotFoundFault(because(`DBSnapshot not found: ${name}`));
    return known;
  };
  return {
    DescribeDBSnapshots: ({ DBSnapshotIdentifier: id, DBInstanceIdentifier: own, ...paging }, { region }) => {
      const all = id === undefined ? [...rds(region).snapshots.values()] : [find(region, id)];
      const wanted = all.filter(({ of }) => own === undefined || of === own);
      const { items, Marker } = paged(wanted, paging, `DescribeDBSnapshots ${id} ${own}`);
      const arn = `arn:aws:rds:${region}:${accountId}:snapshot`;
      return {
        DBSnapshots: items.map((snapshot) => ({
          DBSnapshotIdentifier: snapshot.id,
          DBInstanceIdentifier: snapshot.of,
          DBSnapshotArn: `${arn}:${snapshot.id}`,
          SnapshotCreateTime: new Date(snapshot.createdAt),
          SnapshotType: 'manual',
          Status: 'available',
          Engine: snapshot.engine,
          Encrypted: snapshot.encrypted,
        })),
        Marker,
      };
    },
    DescribeDBSnapshotAttributes: ({ DBSnapshotIdentifier: id }, { region }) => {
      const snapshot = find(region, id);
      return {
        DBSnapshotAttributesResult: {
          DBSnapshotIdentifier: snapshot.id,
          DBSnapshotAttributes: attributesOf(snapshot),
        },
      };
    },
    ModifyDBSnapshotAttribute: ({ DBSnapshotIdentifier: id, ...change }, { region }) => {
      const snapshot = find(region, id);
      share(snapshot, change);
      return {
        DBSnapshotAttributesResult: {
          DBSnapshotIdentifier: snapshot.id,
          DBSnapshotAttributes: attributesOf(snapshot),
        },
      };
    },
  };
}
