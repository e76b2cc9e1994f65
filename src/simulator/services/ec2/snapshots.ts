import { resourceId } from '../../story/names.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { Ec2Handlers } from './handlers.ts';
import { instanceOf } from './instances.ts';

const SIZE = 8;

/** Snapshots of an instance's volumes. */
export function snapshotHandlers({ ec2, random, accountId }: World): Ec2Handlers {
  return {
    CreateSnapshots: ({ InstanceSpecification, Description }, call) => {
      const state = ec2(call.region);
      const { volumeId } = instanceOf(state, given(InstanceSpecification?.InstanceId, 'InstanceId'));
      const SnapshotId = resourceId(random, 'snap');
      const common = { SnapshotId, VolumeId: volumeId, Description, StartTime: new Date(call.now) };
      state.snapshots.set(SnapshotId, {
        ...common,
        OwnerId: accountId,
        VolumeSize: SIZE,
        Progress: '100%',
        State: 'completed',
        Encrypted: false,
      });
      return {
        Snapshots: [{ ...common, OwnerId: accountId, VolumeSize: SIZE, Progress: '', State: 'pending' }],
      };
    },
    DescribeSnapshots: ({ SnapshotIds }, { region }) => {
      const { snapshots } = ec2(region);
      const missing = SnapshotIds?.find((id) => !snapshots.has(id));
      if (missing !== undefined)
        throw new WireError('InvalidSnapshot.NotFound', `The snapshot '${missing}' does not exist.`);
      const wanted = [...snapshots.values()].filter(
        ({ SnapshotId = '' }) => SnapshotIds?.includes(SnapshotId) ?? true,
      );
      return { Snapshots: wanted };
    },
  };
}
