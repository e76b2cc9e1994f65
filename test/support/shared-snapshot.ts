import type { ActionCase } from './action-case.ts';

/** A snapshot of the account in its home Region, shared with these accounts; `all` for everybody. */
export function sharedSnapshot(
  { account }: ActionCase,
  SnapshotId: string,
  holders: readonly string[],
): Promise<void> {
  const { snapshots, sharing } = account.world.ec2('us-east-1');
  snapshots.set(SnapshotId, { SnapshotId, VolumeId: 'vol-0example000000001', State: 'completed' });
  sharing.set(SnapshotId, new Set(holders));
  return Promise.resolve();
}
