import type { Ec2State } from '../../world/ec2-state.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { Ec2Handlers } from './handlers.ts';

/** Who may make volumes of a snapshot: accounts, or `all`. */
export function snapshotSharingHandlers({ ec2 }: World): Ec2Handlers {
  return {
    ModifySnapshotAttribute: (input, { region }) => {
      const shared = sharedWith(ec2(region), input.SnapshotId);
      const { Add = [], Remove = [] } = input.CreateVolumePermission ?? {};
      const named = [...(input.UserIds ?? []), ...(input.GroupNames ?? [])];
      const adds = [...Add.map(holder), ...(input.OperationType === 'add' ? named : [])];
      const removes = [...Remove.map(holder), ...(input.OperationType === 'remove' ? named : [])];
      for (const one of adds) shared.add(one);
      for (const one of removes) shared.delete(one);
      return {};
    },
    DescribeSnapshotAttribute: ({ SnapshotId }, { region }) => ({
      SnapshotId,
      CreateVolumePermissions: [...sharedWith(ec2(region), SnapshotId)].map((one) =>
        one === 'all' ? { Group: 'all' as const } : { UserId: one },
      ),
    }),
    ResetSnapshotAttribute: ({ SnapshotId }, { region }) => {
      sharedWith(ec2(region), SnapshotId).clear();
      return {};
    },
    DescribeRegions: () => ({
      Regions: REGIONS.map((RegionName) => ({
        RegionName,
        Endpoint: `ec2.${RegionName}.amazonaws.com`,
        OptInStatus: 'opt-in-not-required',
      })),
    }),
  };
}

const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2'];

function holder({
  UserId,
  Group,
}: {
  readonly UserId?: string | undefined;
  readonly Group?: string | undefined;
}): string {
  return given(UserId ?? Group, 'UserId');
}

function sharedWith({ snapshots, sharing }: Ec2State, id: string | undefined): Set<string> {
  const wanted = given(id, 'SnapshotId');
  if (!snapshots.has(wanted))
    throw new WireError('InvalidSnapshot.NotFound', `The snapshot '${wanted}' does not exist.`);
  const known = sharing.get(wanted) ?? new Set<string>();
  sharing.set(wanted, known);
  return known;
}
