import * as rds from '@aws-sdk/client-rds';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { clusterSnapshotHandlers } from './cluster-snapshots.ts';
import type { RdsHandlers } from './handlers.ts';
import { snapshotHandlers } from './snapshots.ts';

/** What containment needs of RDS: snapshots, and whom they are shared with. */
export function rdsService(world: World): ServiceUnit {
  const handlers: RdsHandlers = { ...snapshotHandlers(world), ...clusterSnapshotHandlers(world) };
  return {
    model: serviceModel(rds, rds.RDSClient),
    handlers: untyped(handlers),
    access: (operation, input, { region }) => {
      const { DBSnapshotIdentifier: own, DBClusterSnapshotIdentifier: cluster } = input;
      const account = `arn:aws:rds:${region}:${world.accountId}`;
      const resource =
        typeof own === 'string'
          ? `${account}:snapshot:${own}`
          : typeof cluster === 'string'
            ? `${account}:cluster-snapshot:${cluster}`
            : '*';
      return [{ action: `rds:${operation}`, resource }];
    },
  };
}
