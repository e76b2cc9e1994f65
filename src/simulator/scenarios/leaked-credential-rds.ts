import { textField } from '../story/field.ts';
import { HOME_REGION } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import type { DbSnapshot, RdsState } from '../world/rds-state.ts';
import type { History } from './history.ts';

const DAY = 86_400_000;
const SNAPSHOT = 'orders-primary-2026-01-14';

/** RDS of the story: a snapshot of the shop's database in the home Region, which the intruder may have shared. */
export function rdsStates(happened: History, start: number): (region: string) => RdsState {
  return byRegion((region) => ({
    snapshots: new Map(region === HOME_REGION ? [[SNAPSHOT, ordersSnapshot(happened, start)]] : []),
    clusterSnapshots: new Map(),
  }));
}

function ordersSnapshot(happened: History, start: number): DbSnapshot {
  const shared = happened
    .all('ModifyDBSnapshotAttribute')
    .map(({ event }) => event.requestParameters ?? {})
    .filter((request) => textField(request, 'dBSnapshotIdentifier') === SNAPSHOT)
    .flatMap(({ valuesToAdd }) => (Array.isArray(valuesToAdd) ? valuesToAdd.map(String) : []));
  return {
    id: SNAPSHOT,
    of: 'orders-primary',
    engine: 'postgres',
    createdAt: start - DAY,
    encrypted: false,
    sharedWith: new Set(shared),
  };
}
