import type { Filter, Volume } from '@aws-sdk/client-ec2';
import type { Ec2State, Instance } from '../../world/ec2-state.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { matchesFilter } from './filters.ts';
import type { Ec2Handlers } from './handlers.ts';

const SIZE = 8;

/** The root volumes of the instances. They are deleted with them. */
export function volumeHandlers({ ec2 }: World): Ec2Handlers {
  return {
    DescribeVolumes: ({ VolumeIds, Filters = [] }, { region }) => {
      const all = volumes(ec2(region), region);
      const missing = VolumeIds?.find((id) => !all.some(({ VolumeId }) => VolumeId === id));
      if (missing !== undefined)
        throw new WireError('InvalidVolume.NotFound', `The volume '${missing}' does not exist.`);
      const wanted = all.filter(({ VolumeId = '' }) => VolumeIds?.includes(VolumeId) ?? true);
      return { Volumes: wanted.filter((one) => Filters.every((filter) => matches(one, filter))) };
    },
  };
}

function volumes({ instances }: Ec2State, region: string): readonly Volume[] {
  return [...instances.values()]
    .filter(({ wanted }) => wanted !== 'terminated')
    .map((instance) => volumeOf(instance, region));
}

function volumeOf({ id, volumeId, launchedAt }: Instance, region: string): Volume {
  const since = new Date(launchedAt);
  return {
    VolumeId: volumeId,
    Size: SIZE,
    VolumeType: 'gp3',
    State: 'in-use',
    Encrypted: false,
    AvailabilityZone: `${region}a`,
    CreateTime: since,
    Attachments: [
      {
        VolumeId: volumeId,
        InstanceId: id,
        Device: '/dev/xvda',
        State: 'attached',
        AttachTime: since,
        DeleteOnTermination: true,
      },
    ],
  };
}

function matches({ VolumeId, State, Attachments = [] }: Volume, filter: Filter): boolean {
  return matchesFilter(
    {
      'attachment.instance-id': Attachments.map(({ InstanceId }) => InstanceId),
      'volume-id': [VolumeId],
      status: [State],
    },
    filter,
  );
}
