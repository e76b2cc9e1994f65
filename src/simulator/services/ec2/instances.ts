import type { Instance as Shown, InstanceState, InstanceStateChange } from '@aws-sdk/client-ec2';
import type { Call } from '../../world/call.ts';
import type { Ec2State, Instance, InterfaceEntry } from '../../world/ec2-state.ts';
import { given } from '../../world/given.ts';
import { settled } from '../../world/settled.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { Ec2Handlers } from './handlers.ts';
import { groupsIn, namedGroups } from './network-interfaces.ts';

const STATES = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;
const ON_THE_WAY = { running: 'pending', stopped: 'stopping', terminated: 'shutting-down' } as const;

/** Instances: what they are, and what containment does to them. */
export function instanceHandlers({ ec2, accountId }: World): Ec2Handlers {
  const change = (ids: string[] | undefined, call: Call, wanted: Instance['wanted']): InstanceStateChange[] =>
    given(ids, 'InstanceIds').map((id) => {
      const instance = instanceOf(ec2(call.region), id);
      if (wanted === 'terminated' && instance.protected)
        throw new WireError(
          'OperationNotPermitted',
          `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
        );
      if (instance.wanted === 'terminated' && wanted !== 'terminated')
        throw new WireError('IncorrectInstanceState', `The instance '${id}' is terminated.`);
      const PreviousState = stateOf(instance, call.now);
      if (instance.wanted !== wanted) Object.assign(instance, { wanted, since: call.now });
      return { InstanceId: id, PreviousState, CurrentState: stateOf(instance, call.now) };
    });
  return {
    DescribeInstances: ({ InstanceIds, Filters = [] }, call) => {
      const state = ec2(call.region);
      const wanted = InstanceIds?.map((id) => instanceOf(state, id)) ?? [...state.instances.values()];
      const shown = wanted.map((instance) => shownInstance(state, instance, call.now));
      const filtered = shown.filter((one) =>
        Filters.every(({ Name, Values = [] }) => Values.includes(filterValue(one, Name))),
      );
      const Reservations = filtered.map((one) => ({
        ReservationId: `r-${one.InstanceId?.slice(2)}`,
        OwnerId: accountId,
        Instances: [one],
      }));
      return { Reservations };
    },
    StartInstances: ({ InstanceIds }, call) => ({ StartingInstances: change(InstanceIds, call, 'running') }),
    StopInstances: ({ InstanceIds }, call) => ({ StoppingInstances: change(InstanceIds, call, 'stopped') }),
    TerminateInstances: ({ InstanceIds }, call) => ({
      TerminatingInstances: change(InstanceIds, call, 'terminated'),
    }),
    ModifyInstanceAttribute: ({ InstanceId, Groups, DisableApiTermination }, { region }) => {
      const state = ec2(region);
      const instance = instanceOf(state, given(InstanceId, 'InstanceId'));
      if (Groups !== undefined) onlyInterface(instance).groups = groupsIn(state, Groups);
      instance.protected = DisableApiTermination?.Value ?? instance.protected;
      return {};
    },
    DescribeInstanceAttribute: ({ InstanceId, Attribute }, { region }) => {
      const instance = instanceOf(ec2(region), given(InstanceId, 'InstanceId'));
      if (Attribute === 'disableApiTermination')
        return { InstanceId, DisableApiTermination: { Value: instance.protected } };
      if (Attribute === 'groupSet')
        return { InstanceId, Groups: instance.interfaces[0].groups.map((GroupId) => ({ GroupId })) };
      throw new WireError(
        'InvalidParameterValue',
        `The attribute ${Attribute} is not part of the simulated account.`,
      );
    },
    ModifyInstanceMetadataOptions: ({ InstanceId, HttpEndpoint, HttpTokens }, { region }) => {
      const instance = instanceOf(ec2(region), given(InstanceId, 'InstanceId'));
      const { endpoint, tokens } = instance.metadata;
      instance.metadata = { endpoint: HttpEndpoint ?? endpoint, tokens: HttpTokens ?? tokens };
      return { InstanceId, InstanceMetadataOptions: metadataOf(instance) };
    },
  };
}

/** @throws WireError InvalidInstanceID.NotFound */
export function instanceOf({ instances }: Ec2State, id: string): Instance {
  const found = instances.get(id);
  if (found === undefined)
    throw new WireError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  return found;
}

function stateOf({ wanted, since }: Instance, now: number): InstanceState & { Name: keyof typeof STATES } {
  const Name = settled<keyof typeof STATES>({ since, now }, ON_THE_WAY[wanted], wanted);
  return { Name, Code: STATES[Name] };
}

function metadataOf({ metadata }: Instance) {
  return { State: 'applied', HttpEndpoint: metadata.endpoint, HttpTokens: metadata.tokens } as const;
}

/** The groups of an instance can be set only where that says which interface is meant. */
function onlyInterface({ id, interfaces: [primary, ...more] }: Instance): InterfaceEntry {
  if (more.length > 0)
    throw new WireError(
      'InvalidInstanceID',
      `There are multiple interfaces attached to instance '${id}'. Please specify an interface ID for the operation instead.`,
    );
  return primary;
}

/** An instance as EC2 shows it. */
export function shownInstance(state: Ec2State, instance: Instance, now: number): Shown {
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    InstanceType: instance.type,
    LaunchTime: new Date(instance.launchedAt),
    PrivateIpAddress: instance.address,
    State: stateOf(instance, now),
    SecurityGroups: namedGroups(state, instance.interfaces[0].groups),
    NetworkInterfaces: instance.interfaces.map(({ id, address, groups }, DeviceIndex) => ({
      NetworkInterfaceId: id,
      PrivateIpAddress: address,
      Groups: namedGroups(state, groups),
      Status: 'in-use',
      Attachment: { DeviceIndex, Status: 'attached' },
    })),
    MetadataOptions: metadataOf(instance),
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeId: instance.volumeId, Status: 'attached' } },
    ],
    ...(instance.profileArn === undefined ? {} : { IamInstanceProfile: { Arn: instance.profileArn } }),
  };
}

function filterValue(one: Shown, name: string | undefined): string {
  if (name === 'instance-state-name') return one.State?.Name ?? '';
  if (name === 'instance-id') return one.InstanceId ?? '';
  throw new WireError('InvalidParameterValue', `The filter '${name}' is not part of the simulated account.`);
}
