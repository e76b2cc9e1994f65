import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { isDeepStrictEqual } from 'node:util';
import { resourceId } from '../../story/names.ts';
import type { Random } from '../../story/random.ts';
import type { Ec2State, SecurityGroupEntry } from '../../world/ec2-state.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { Ec2Handlers } from './handlers.ts';

const ANYWHERE: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

/** Security groups. A new one lets nothing in and everything out. */
export function securityGroupHandlers({ ec2, random, accountId }: World): Ec2Handlers {
  return {
    CreateSecurityGroup: ({ GroupName, Description, VpcId }, { region }) => {
      const { groups } = ec2(region);
      if ([...groups.values()].some(({ shown }) => shown.GroupName === GroupName))
        throw new WireError('InvalidGroup.Duplicate', `The security group '${GroupName}' already exists`);
      const GroupId = resourceId(random, 'sg');
      const SecurityGroupArn = `arn:aws:ec2:${region}:${accountId}:security-group/${GroupId}`;
      const shown = { GroupId, GroupName, Description, VpcId, OwnerId: accountId, SecurityGroupArn };
      groups.set(GroupId, { shown, ingress: [], egress: [ANYWHERE] });
      return { GroupId, SecurityGroupArn };
    },
    DescribeSecurityGroups: ({ GroupIds }, { region }) => {
      const state = ec2(region);
      const wanted = GroupIds?.map((id) => groupOf(state, id)) ?? [...state.groups.values()];
      const SecurityGroups = wanted.map(({ shown, ingress, egress }) => ({
        ...shown,
        IpPermissions: [...ingress],
        IpPermissionsEgress: [...egress],
      }));
      return { SecurityGroups };
    },
    AuthorizeSecurityGroupIngress: ({ GroupId, IpPermissions }, { region }) => {
      const group = groupOf(ec2(region), GroupId);
      const more = given(IpPermissions, 'IpPermissions');
      group.ingress = added(group.ingress, more);
      return { Return: true, SecurityGroupRules: rulesOf(random, group, { more, IsEgress: false }) };
    },
    AuthorizeSecurityGroupEgress: ({ GroupId, IpPermissions }, { region }) => {
      const group = groupOf(ec2(region), GroupId);
      const more = given(IpPermissions, 'IpPermissions');
      group.egress = added(group.egress, more);
      return { Return: true, SecurityGroupRules: rulesOf(random, group, { more, IsEgress: true }) };
    },
    RevokeSecurityGroupIngress: ({ GroupId, IpPermissions }, { region }) => {
      const group = groupOf(ec2(region), GroupId);
      group.ingress = removed(group.ingress, given(IpPermissions, 'IpPermissions'));
      return { Return: true };
    },
    RevokeSecurityGroupEgress: ({ GroupId, IpPermissions }, { region }) => {
      const group = groupOf(ec2(region), GroupId);
      group.egress = removed(group.egress, given(IpPermissions, 'IpPermissions'));
      return { Return: true };
    },
  };
}

/** The rules that permissions come to, one for each range; their ids are in the answer alone. */
function rulesOf(
  random: Random,
  { shown: { GroupId, OwnerId } }: SecurityGroupEntry,
  { more, IsEgress }: { readonly more: readonly IpPermission[]; readonly IsEgress: boolean },
): SecurityGroupRule[] {
  return more.flatMap(({ IpProtocol, FromPort, ToPort, IpRanges = [], Ipv6Ranges = [] }) =>
    [
      ...IpRanges.map(({ CidrIp, Description }) => ({ CidrIpv4: CidrIp, Description })),
      ...Ipv6Ranges.map(({ CidrIpv6, Description }) => ({ CidrIpv6, Description })),
    ].map((range) => ({
      SecurityGroupRuleId: resourceId(random, 'sgr'),
      GroupId,
      GroupOwnerId: OwnerId,
      IsEgress,
      IpProtocol,
      FromPort,
      ToPort,
      ...range,
    })),
  );
}

function groupOf({ groups }: Ec2State, id: string | undefined): SecurityGroupEntry {
  const found = groups.get(given(id, 'GroupId'));
  if (found === undefined)
    throw new WireError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
  return found;
}

function added(rules: readonly IpPermission[], more: readonly IpPermission[]): readonly IpPermission[] {
  if (more.some((rule) => rules.some((known) => isDeepStrictEqual(known, rule))))
    throw new WireError('InvalidPermission.Duplicate', 'The specified rule already exists');
  return [...rules, ...more];
}

function removed(rules: readonly IpPermission[], less: readonly IpPermission[]): readonly IpPermission[] {
  if (less.some((rule) => !rules.some((known) => isDeepStrictEqual(known, rule))))
    throw new WireError(
      'InvalidPermission.NotFound',
      'The specified rule does not exist in this security group.',
    );
  return rules.filter((known) => !less.some((rule) => isDeepStrictEqual(known, rule)));
}
