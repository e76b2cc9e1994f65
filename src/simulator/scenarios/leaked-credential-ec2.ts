import { textField } from '../story/field.ts';
import { ACCOUNT, HOME_REGION } from '../story/names.ts';
import type { Ec2State, SecurityGroupEntry } from '../world/ec2-state.ts';
import type { History } from './history.ts';

const DAY = 86_400_000;
export const JUMP_HOST = 'i-0example0000000001';
export const ISOLATION_GROUP = 'sg-0example0isolation';

/** EC2 by Region: at home a jump host, whose security group the intruder may have opened to the world, and a group to isolate in. The intruder's own attempts to start instances were refused. */
export function ec2States(happened: History, start: number): (region: string) => Ec2State {
  const known = new Map<string, Ec2State>();
  return (region) => {
    const state = known.get(region) ?? newState(region === HOME_REGION ? { happened, start } : undefined);
    known.set(region, state);
    return state;
  };
}

function newState(home: { readonly happened: History; readonly start: number } | undefined): Ec2State {
  const state: Ec2State = {
    instances: new Map(),
    groups: new Map(),
    snapshots: new Map(),
    sharing: new Map(),
  };
  if (home === undefined) return state;
  const opened = home.happened.all('AuthorizeSecurityGroupIngress').at(-1)?.event.requestParameters ?? null;
  const groupId = opened === null ? 'sg-0example0jumphost1' : textField(opened, 'groupId');
  state.groups.set(groupId, group(groupId, 'jump-host', opened !== null));
  state.groups.set(ISOLATION_GROUP, { ...group(ISOLATION_GROUP, 'isolation', false), egress: [] });
  const launchedAt = home.start - 60 * DAY;
  state.instances.set(JUMP_HOST, {
    id: JUMP_HOST,
    imageId: 'ami-0example000000001',
    type: 't3.medium',
    launchedAt,
    address: '192.0.2.20',
    volumeId: 'vol-0example000000001',
    profileArn: undefined,
    interfaces: [{ id: 'eni-0example000000001', address: '192.0.2.20', groups: [groupId] }],
    protected: false,
    metadata: { endpoint: 'enabled', tokens: 'optional' },
    wanted: 'running',
    since: launchedAt,
  });
  return state;
}

function group(id: string, name: string, open: boolean): SecurityGroupEntry {
  const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
  return {
    shown: {
      GroupId: id,
      GroupName: name,
      Description: name,
      OwnerId: ACCOUNT,
      VpcId: 'vpc-0example000000001',
    },
    ingress: open ? [{ ...ssh, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] : [],
    egress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  };
}
