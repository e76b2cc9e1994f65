import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import {
  type Instance,
  INSTANCE_READS,
  type IsolationGroup,
  type NetworkInterface,
  readInstance,
  readIsolationGroup,
} from '../instances.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly instanceId: string;
  readonly group: string;
  readonly region?: string;
}

interface Observed {
  readonly instance: Instance | null;
  readonly isolation: IsolationGroup | null;
}

/** Older snapshots tell of another time. */
const FRESH = 3_600_000;

/** C24: keeps an instance’s disks, then cuts it off: network, termination, role credentials. */
export const isolateInstance = defineAction<Params, Observed>({
  catalogue: 'C24',
  kind: 'containment',
  title: 'Isolate an instance',
  summary:
    'Takes snapshots of an EC2 instance’s volumes, puts it into an isolation security group, protects it from termination and switches its metadata endpoint off.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['instanceId', 'group'],
    properties: {
      instanceId: { type: 'string', pattern: '^i-[0-9a-z]+$', description: 'Id of the instance.' },
      group: {
        type: 'string',
        pattern: '^sg-[0-9a-z]+$',
        description: 'Id of the security group to isolate it in: one without rules, in the same VPC.',
      },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: INSTANCE_READS,
  changes: [
    'ec2:CreateSnapshots',
    'ec2:ModifyInstanceAttribute',
    'ec2:ModifyNetworkInterfaceAttribute',
    'ec2:ModifyInstanceMetadataOptions',
  ],
  undone: 'Gives security groups, termination protection and metadata endpoint back; the snapshots stay.',
  keepFirst: ['the memory: it cannot be taken once the network is gone, and is lost when the instance stops'],
  mistakes: [
    'Connections that are open may go on: security groups track them. A network ACL cuts them.',
    'Credentials of its role that were taken out already go on elsewhere: revoke the role’s sessions.',
    'A scaling group replaces and terminates it, protected or not: detach it from the group first.',
    'Do not stop or reboot it: the memory is lost.',
    'Snapshots of encrypted volumes can be read only with the key: keep its grants.',
  ],
  observe: async ({ instanceId, group, region }, reader, context) => {
    const place = { instanceId, region: region ?? context.region };
    return {
      instance: await readInstance({ ...place, description: descriptionOf(instanceId) }, reader),
      isolation: await readIsolationGroup({ groupId: group, region: place.region }, reader),
    };
  },
  target: ({ instanceId }) => `instance ${instanceId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ instanceId, group }, { instance, isolation }) => {
    if (instance === null || instance.state === 'terminated')
      return {
        why: `there is no instance ${instanceId} in this Region, or not any more`,
        instead: 'check the Region; of a terminated instance look for its volumes and their snapshots',
      };
    if (isolation === null)
      return {
        why: `there is no security group ${group} in this Region`,
        instead: `make one without any rule${instance.vpcId === null ? '' : ` in ${instance.vpcId}`}, and give its id`,
      };
    if (isolation.open)
      return {
        why: `the security group ${group} reaches everywhere: a new one lets everything out`,
        instead: 'take its rules away, outbound ones too, and plan again',
      };
    if (instance.vpcId === null || isolation.vpcId === null || instance.vpcId === isolation.vpcId)
      return null;
    return {
      why: `the security group ${group} is in ${isolation.vpcId} and the instance in ${instance.vpcId}`,
      instead: 'give a group of the instance’s own VPC',
    };
  },
  blast: ({ instanceId, group }, { instance }) => [
    `what ${instanceId} serves stops; it reaches nothing and nothing reaches it but by the rules of ${group}`,
    'software on it gets no more credentials of its role from the metadata endpoint',
    `its role goes on for whoever else has it: ${instance?.profile ?? 'it has no instance profile'}`,
    `${instance?.volumes.length ?? 0} volumes are copied as snapshots, which stay and cost`,
  ],
  plan: (params, { instance }, context) => {
    if (instance === null) return [];
    const wanted = settings(params, instance, context);
    const needed = neededCalls(wanted);
    const isolated = needed.length === 0;
    return isKept(instance, isolated ? null : context.now)
      ? needed
      : [snapshotCall(params, context), ...needed];
  },
  undo: (params, { before, now }, context) => {
    if (before.instance === null || now.instance === null)
      return { kind: 'conflict', differences: [`instance ${params.instanceId} is gone`] };
    return undoSettings({
      before: settings(params, before.instance, context),
      now: settings(params, now.instance, context),
    });
  },
  contained: () => null,
});

/** Whether every volume has its snapshot: one of about the time of the plan, or of any time. */
function isKept({ volumes, snapshots }: Instance, plannedAt: string | null): boolean {
  const since = plannedAt === null ? 0 : Date.parse(plannedAt) - FRESH;
  return volumes.every((volume) =>
    snapshots.some(({ volumeId, startedAt }) => volumeId === volume && Date.parse(startedAt) >= since),
  );
}

function descriptionOf(instanceId: string): string {
  return `heptad: ${instanceId} before it was isolated`;
}

function snapshotCall({ instanceId, region }: Params, context: ActionContext): PlannedCall {
  return {
    service: 'ec2',
    operation: 'CreateSnapshots',
    region: region ?? context.region,
    input: { InstanceSpecification: { InstanceId: instanceId }, Description: descriptionOf(instanceId) },
    purpose: 'keep what is on its disks',
    reversibility: { kind: 'leaves', residue: 'the snapshots, which are evidence' },
  };
}

function settings(params: Params, instance: Instance, context: ActionContext): readonly Setting[] {
  const { instanceId, group, region } = params;
  const call = (operation: string, input: JsonObject, purpose: string): PlannedCall => ({
    service: 'ec2',
    operation,
    region: region ?? context.region,
    input,
    purpose,
    reversibility: REVERSIBLE,
  });
  const groupsCall = ({ id }: NetworkInterface, Groups: Json): PlannedCall => {
    const isolating = Array.isArray(Groups) && Groups.length === 1 && Groups[0] === group;
    const purpose = isolating ? 'cut it off from the network' : 'give it its own security groups back';
    // By the instance only where there is no doubt which interface is meant.
    return instance.interfaces.length === 1
      ? call('ModifyInstanceAttribute', { InstanceId: instanceId, Groups }, purpose)
      : call('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: id, Groups }, purpose);
  };
  return [
    ...instance.interfaces.map((own) => ({
      name: `security groups of ${own.id}`,
      is: own.groups,
      wanted: [group],
      set: (to: Json) => [groupsCall(own, to)],
    })),
    {
      name: `termination protection of ${instanceId}`,
      is: instance.protected,
      wanted: true,
      set: (Value) => [
        call(
          'ModifyInstanceAttribute',
          { InstanceId: instanceId, DisableApiTermination: { Value } },
          Value === true ? 'keep it from being terminated' : 'let it be terminated again',
        ),
      ],
    },
    {
      name: `metadata endpoint of ${instanceId}`,
      is: instance.metadata,
      wanted: 'disabled',
      set: (HttpEndpoint) => [
        call(
          'ModifyInstanceMetadataOptions',
          { InstanceId: instanceId, HttpEndpoint },
          HttpEndpoint === 'disabled' ? 'give its role’s credentials to nobody on it' : 'give them again',
        ),
      ],
    },
  ];
}
