import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { resourceId } from '../../story/names.ts';
import type { Call } from '../../world/call.ts';
import type { Ec2State, Instance } from '../../world/ec2-state.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { Ec2Handlers } from './handlers.ts';
import { shownInstance } from './instances.ts';
import { groupsIn } from './network-interfaces.ts';

const DEFAULT_TYPE = 'm1.small';
/** New instances get addresses of a documentation network. */
const NETWORK = '198.51.100';

/** Starting instances. Any well-formed image id is taken: the account keeps no images. */
export function launchHandlers({ ec2, random, accountId }: World): Ec2Handlers {
  return {
    RunInstances: (input, call) => {
      const { ImageId, MinCount = 0, MaxCount = 0 } = input;
      if (ImageId === undefined)
        throw new WireError('MissingParameter', 'The request must contain the parameter ImageId');
      if (!/^ami-[0-9a-z]+$/.test(ImageId))
        throw new WireError('InvalidAMIID.Malformed', `Invalid id: "${ImageId}" (expecting "ami-...")`);
      if (MinCount < 1 || MaxCount < MinCount)
        throw new WireError('InvalidParameterValue', `Invalid value '${MaxCount}' for InstanceCount.`);
      const state = ec2(call.region);
      const groups = groupsIn(state, input.SecurityGroupIds ?? [defaultGroup(state, accountId)]);
      const Instances = Array.from({ length: MaxCount }, () => {
        const id = resourceId(random, 'i');
        const made = launched(input, call, {
          id,
          groups,
          volumeId: resourceId(random, 'vol'),
          interfaceId: resourceId(random, 'eni'),
          address: `${NETWORK}.${random.between(10, 250)}`,
        });
        state.instances.set(id, made);
        return shownInstance(state, made, call.now);
      });
      return { ReservationId: resourceId(random, 'r'), OwnerId: accountId, Instances };
    },
  };
}

interface Drawn {
  readonly id: string;
  readonly groups: readonly string[];
  readonly volumeId: string;
  readonly interfaceId: string;
  readonly address: string;
}

function launched(input: RunInstancesCommandInput, { now }: Call, drawn: Drawn): Instance {
  const { id, volumeId, address, groups, interfaceId } = drawn;
  return {
    id,
    imageId: given(input.ImageId, 'ImageId'),
    type: input.InstanceType ?? DEFAULT_TYPE,
    launchedAt: now,
    address,
    volumeId,
    profileArn: input.IamInstanceProfile?.Arn,
    interfaces: [{ id: interfaceId, address, groups }],
    protected: input.DisableApiTermination ?? false,
    metadata: {
      endpoint: input.MetadataOptions?.HttpEndpoint ?? 'enabled',
      tokens: input.MetadataOptions?.HttpTokens ?? 'optional',
    },
    wanted: 'running',
    since: now,
  };
}

/** The default group of a network is there before anybody asks for it. */
function defaultGroup({ groups }: Ec2State, accountId: string): string {
  const id = 'sg-0example00default0';
  if (!groups.has(id))
    groups.set(id, {
      shown: {
        GroupId: id,
        GroupName: 'default',
        Description: 'default VPC security group',
        OwnerId: accountId,
      },
      ingress: [],
      egress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
  return id;
}
