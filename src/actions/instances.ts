import type { JsonObject } from '../base/json.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { listOf, objectOf, textOf } from './answers.ts';
import { allItems } from './pages.ts';

export interface NetworkInterface {
  readonly id: string;
  /** Ids of its security groups, sorted. */
  readonly groups: readonly string[];
}

export interface Snapshot {
  readonly id: string;
  readonly volumeId: string;
  readonly startedAt: string;
}

/** An instance, as far as isolating it goes. */
export interface Instance {
  readonly state: string;
  readonly vpcId: string | null;
  /** ARN of its instance profile. */
  readonly profile: string | null;
  readonly interfaces: readonly NetworkInterface[];
  readonly volumes: readonly string[];
  /** Whether it is protected from being terminated through the API. */
  readonly protected: boolean;
  /** The metadata endpoint: `enabled` or `disabled`. */
  readonly metadata: string;
  /** The snapshots of its volumes that carry the description asked for. */
  readonly snapshots: readonly Snapshot[];
}

/** A security group to isolate in. */
export interface IsolationGroup {
  readonly vpcId: string | null;
  /** Whether it lets anything in from, or out to, everywhere. */
  readonly open: boolean;
}

export const INSTANCE_READS = [
  'ec2:DescribeInstances',
  'ec2:DescribeInstanceAttribute',
  'ec2:DescribeSnapshots',
  'ec2:DescribeSecurityGroups',
] as const;

const GONE = ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'];
const PAGES = { token: 'NextToken', next: 'NextToken' } as const;

interface Place {
  readonly instanceId: string;
  readonly region: string;
  /** What the snapshots are described with. */
  readonly description: string;
}

/** Null = there is no such instance. */
export async function readInstance(
  { instanceId, region, description }: Place,
  reader: CloudReader,
): Promise<Instance | null> {
  const ask = { service: 'ec2', region, absent: GONE };
  const answer = await reader.read({
    ...ask,
    operation: 'DescribeInstances',
    input: { InstanceIds: [instanceId] },
  });
  const found = listOf(listOf(answer, 'Reservations')[0] ?? null, 'Instances')[0];
  if (found === undefined) return null;
  const attribute = await reader.read({
    ...ask,
    operation: 'DescribeInstanceAttribute',
    input: { InstanceId: instanceId, Attribute: 'disableApiTermination' },
  });
  const volumes = listOf(found, 'BlockDeviceMappings').flatMap(
    (mapping) => textOf(objectOf(mapping, 'Ebs'), 'VolumeId') ?? [],
  );
  return {
    state: textOf(objectOf(found, 'State'), 'Name') ?? 'unknown',
    vpcId: textOf(found, 'VpcId'),
    profile: textOf(objectOf(found, 'IamInstanceProfile'), 'Arn'),
    interfaces: listOf(found, 'NetworkInterfaces').map(interfaceFrom),
    volumes,
    protected: objectOf(attribute, 'DisableApiTermination')?.['Value'] === true,
    metadata: textOf(objectOf(found, 'MetadataOptions'), 'HttpEndpoint') ?? 'enabled',
    snapshots: await snapshotsOf(volumes, { region, description }, reader),
  };
}

function interfaceFrom(found: JsonObject): NetworkInterface {
  const groups = listOf(found, 'Groups').flatMap((group) => textOf(group, 'GroupId') ?? []);
  return { id: textOf(found, 'NetworkInterfaceId') ?? '', groups: groups.toSorted() };
}

async function snapshotsOf(
  volumes: readonly string[],
  { region, description }: Pick<Place, 'region' | 'description'>,
  reader: CloudReader,
): Promise<readonly Snapshot[]> {
  if (volumes.length === 0) return [];
  const input = { OwnerIds: ['self'], Filters: [{ Name: 'volume-id', Values: volumes }] };
  const all = await allItems(
    { service: 'ec2', operation: 'DescribeSnapshots', region, input },
    { items: 'Snapshots', ...PAGES },
    reader,
  );
  return all.flatMap((found) => {
    const volumeId = textOf(found, 'VolumeId') ?? '';
    if (!volumes.includes(volumeId) || textOf(found, 'Description') !== description) return [];
    // One that failed keeps nothing.
    if (textOf(found, 'State') === 'error') return [];
    return [{ id: textOf(found, 'SnapshotId') ?? '', volumeId, startedAt: textOf(found, 'StartTime') ?? '' }];
  });
}

/** Null = there is no such group. */
export async function readIsolationGroup(
  { groupId, region }: { readonly groupId: string; readonly region: string },
  reader: CloudReader,
): Promise<IsolationGroup | null> {
  const answer = await reader.read({
    service: 'ec2',
    operation: 'DescribeSecurityGroups',
    region,
    input: { GroupIds: [groupId] },
    absent: ['InvalidGroup.NotFound', 'InvalidGroupId.Malformed'],
  });
  const [group] = listOf(answer, 'SecurityGroups');
  if (group === undefined) return null;
  const rules = [...listOf(group, 'IpPermissions'), ...listOf(group, 'IpPermissionsEgress')];
  return { vpcId: textOf(group, 'VpcId'), open: rules.some(reachesEverywhere) };
}

function reachesEverywhere(rule: JsonObject): boolean {
  return (
    listOf(rule, 'IpRanges').some((range) => textOf(range, 'CidrIp') === '0.0.0.0/0') ||
    listOf(rule, 'Ipv6Ranges').some((range) => textOf(range, 'CidrIpv6') === '::/0')
  );
}
