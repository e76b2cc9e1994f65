import type { Filter, GroupIdentifier, NetworkInterface } from '@aws-sdk/client-ec2';
import type { Ec2State, Instance, InterfaceEntry } from '../../world/ec2-state.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { matchesFilter } from './filters.ts';
import type { Ec2Handlers } from './handlers.ts';

/** Network interfaces of the instances. One that belongs to nothing can't be there. */
export function networkInterfaceHandlers({ ec2, accountId }: World): Ec2Handlers {
  return {
    DescribeNetworkInterfaces: ({ NetworkInterfaceIds, Filters = [] }, { region }) => {
      const state = ec2(region);
      const all = attached(state);
      const wanted = NetworkInterfaceIds?.map((id) => interfaceOf(state, id)) ?? all;
      const shown = wanted.map((one) => shownInterface(state, one, accountId));
      return {
        NetworkInterfaces: shown.filter((one) => Filters.every((filter) => matches(one, filter))),
      };
    },
    ModifyNetworkInterfaceAttribute: ({ NetworkInterfaceId, Groups }, { region }) => {
      const state = ec2(region);
      const { own } = interfaceOf(state, given(NetworkInterfaceId, 'NetworkInterfaceId'));
      if (Groups === undefined)
        throw new WireError(
          'InvalidParameterValue',
          'Only the groups of a network interface can be changed in the simulated account.',
        );
      own.groups = groupsIn(state, Groups);
      return {};
    },
  };
}

interface Attached {
  readonly instance: Instance;
  readonly own: InterfaceEntry;
  readonly index: number;
}

/** The interfaces go with their instance. */
function attached({ instances }: Ec2State): readonly Attached[] {
  return [...instances.values()]
    .filter(({ wanted }) => wanted !== 'terminated')
    .flatMap((instance) => instance.interfaces.map((own, index) => ({ instance, own, index })));
}

function interfaceOf(state: Ec2State, id: string): Attached {
  const found = attached(state).find(({ own }) => own.id === id);
  if (found === undefined)
    throw new WireError(
      'InvalidNetworkInterfaceID.NotFound',
      `The networkInterface ID '${id}' does not exist`,
    );
  return found;
}

/** @throws WireError InvalidGroup.NotFound when one of the groups is not there */
export function groupsIn({ groups }: Ec2State, ids: readonly string[]): readonly string[] {
  const unknown = ids.find((id) => !groups.has(id));
  if (unknown !== undefined)
    throw new WireError('InvalidGroup.NotFound', `The security group '${unknown}' does not exist`);
  return [...ids];
}

/** Groups as other things show them: by id and name. */
export function namedGroups({ groups }: Ec2State, ids: readonly string[]): GroupIdentifier[] {
  return ids.map((id) => ({ GroupId: id, GroupName: groups.get(id)?.shown.GroupName }));
}

function shownInterface(
  state: Ec2State,
  { instance, own, index }: Attached,
  accountId: string,
): NetworkInterface {
  return {
    NetworkInterfaceId: own.id,
    OwnerId: accountId,
    PrivateIpAddress: own.address,
    Groups: namedGroups(state, own.groups),
    Status: 'in-use',
    InterfaceType: 'interface',
    Attachment: {
      AttachmentId: own.id.replace('eni-', 'eni-attach-'),
      InstanceId: instance.id,
      InstanceOwnerId: accountId,
      DeviceIndex: index,
      DeleteOnTermination: true,
      Status: 'attached',
    },
  };
}

function matches(one: NetworkInterface, filter: Filter): boolean {
  return matchesFilter(
    {
      'attachment.instance-id': [one.Attachment?.InstanceId],
      'group-id': (one.Groups ?? []).map(({ GroupId }) => GroupId),
      'network-interface-id': [one.NetworkInterfaceId],
      status: [one.Status],
    },
    filter,
  );
}
