import * as ec2 from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const InstanceId = 'i-0example0000000001';
const ISOLATION = 'sg-0example0isolation';

describe.each(['in process', 'over HTTP'] as const)('EC2 %s', (over) => {
  let account: TestAccount;
  let client: ec2.EC2Client;
  beforeEach(async () => {
    account = await testAccount(over);
    client = new ec2.EC2Client(account.settings(account.responder));
  });
  afterEach(() => {
    client.destroy();
    return account.close();
  });
  const describeOne = async (): Promise<ec2.Instance | undefined> =>
    (await client.send(new ec2.DescribeInstancesCommand({ InstanceIds: [InstanceId] }))).Reservations?.[0]
      ?.Instances?.[0];

  it('isolates an instance: snapshot, group, protection, no metadata', async () => {
    const { Snapshots = [] } = await client.send(
      new ec2.CreateSnapshotsCommand({ InstanceSpecification: { InstanceId } }),
    );
    const taken = await client.send(
      new ec2.DescribeSnapshotsCommand({ SnapshotIds: [Snapshots[0]?.SnapshotId ?? ''] }),
    );
    expect(taken.Snapshots?.[0]?.State).toBe('completed');
    const modify = (more: object) =>
      client.send(new ec2.ModifyInstanceAttributeCommand({ InstanceId, ...more }));
    await modify({ Groups: [ISOLATION] });
    await modify({ DisableApiTermination: { Value: true } });
    await client.send(new ec2.ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpEndpoint: 'disabled' }));
    expect(await describeOne()).toMatchObject({
      SecurityGroups: [{ GroupId: ISOLATION, GroupName: 'isolation' }],
      MetadataOptions: { HttpEndpoint: 'disabled', HttpTokens: 'optional' },
    });
    expect(await refused(modify({ Groups: ['sg-none'] }))).toBe('InvalidGroup.NotFound');
    expect(await refused(client.send(new ec2.TerminateInstancesCommand({ InstanceIds: [InstanceId] })))).toBe(
      'OperationNotPermitted',
    );
    const attribute = await client.send(
      new ec2.DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiTermination' }),
    );
    expect(attribute.DisableApiTermination?.Value).toBe(true);
  });

  it('shares snapshots and takes them back', async () => {
    const { Snapshots = [] } = await client.send(
      new ec2.CreateSnapshotsCommand({ InstanceSpecification: { InstanceId } }),
    );
    const SnapshotId = Snapshots[0]?.SnapshotId;
    const share = (OperationType: 'add' | 'remove') =>
      client.send(
        new ec2.ModifySnapshotAttributeCommand({ SnapshotId, OperationType, UserIds: ['444455556666'] }),
      );
    const shared = async () =>
      (
        await client.send(
          new ec2.DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' }),
        )
      ).CreateVolumePermissions ?? [];
    await share('add');
    expect(await shared()).toEqual([{ UserId: '444455556666' }]);
    await share('remove');
    expect(await shared()).toEqual([]);
    await client.send(
      new ec2.ModifySnapshotAttributeCommand({
        SnapshotId,
        CreateVolumePermission: { Add: [{ Group: 'all' }] },
      }),
    );
    expect(await shared()).toEqual([{ Group: 'all' }]);
    await client.send(
      new ec2.ResetSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' }),
    );
    expect(await shared()).toEqual([]);
    const { Regions = [] } = await client.send(new ec2.DescribeRegionsCommand({}));
    expect(Regions.map(({ RegionName }) => RegionName)).toContain('us-west-2');
  });

  it('stops and terminates in time', async () => {
    await client.send(new ec2.StopInstancesCommand({ InstanceIds: [InstanceId] }));
    expect((await describeOne())?.State?.Name).toBe('stopping');
    account.clock.advance(60_000);
    expect((await describeOne())?.State).toEqual({ Name: 'stopped', Code: 80 });
    await client.send(new ec2.TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
    account.clock.advance(60_000);
    expect((await describeOne())?.State?.Name).toBe('terminated');
    expect(await refused(client.send(new ec2.StartInstancesCommand({ InstanceIds: [InstanceId] })))).toBe(
      'IncorrectInstanceState',
    );
  });

  it('starts instances, and isolates them by their interfaces', async () => {
    const run = (more: object) =>
      client.send(
        new ec2.RunInstancesCommand({ ImageId: 'ami-0example1', MinCount: 2, MaxCount: 2, ...more }),
      );
    expect(await refused(run({ DryRun: true }))).toBe('DryRunOperation');
    expect(await refused(run({ SecurityGroupIds: ['sg-none'] }))).toBe('InvalidGroup.NotFound');
    expect(await refused(run({ ImageId: 'image' }))).toBe('InvalidAMIID.Malformed');
    const before = (await client.send(new ec2.DescribeInstancesCommand({}))).Reservations?.length;
    const { Instances = [] } = await run({ InstanceType: 'g5.2xlarge' });
    expect(Instances.map(({ State }) => State?.Name)).toEqual(['pending', 'pending']);
    expect((await client.send(new ec2.DescribeInstancesCommand({}))).Reservations?.length).toBe(
      (before ?? 0) + 2,
    );
    const id = Instances[0]?.InstanceId ?? '';
    const Filters = [{ Name: 'attachment.instance-id', Values: [id] }];
    const interfaces = async () =>
      (await client.send(new ec2.DescribeNetworkInterfacesCommand({ Filters }))).NetworkInterfaces ?? [];
    const [own] = await interfaces();
    expect(own?.Groups?.[0]?.GroupName).toBe('default');
    const NetworkInterfaceId = own?.NetworkInterfaceId;
    await client.send(
      new ec2.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups: [ISOLATION] }),
    );
    expect((await interfaces())[0]?.Groups).toEqual([{ GroupId: ISOLATION, GroupName: 'isolation' }]);
    const { Volumes = [] } = await client.send(new ec2.DescribeVolumesCommand({ Filters }));
    expect(Volumes.map(({ Attachments }) => Attachments?.[0]?.InstanceId)).toEqual([id]);
    await client.send(new ec2.TerminateInstancesCommand({ InstanceIds: [id] }));
    expect(await interfaces()).toEqual([]);
    const gone = client.send(
      new ec2.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups: [ISOLATION] }),
    );
    expect(await refused(gone)).toBe('InvalidNetworkInterfaceID.NotFound');
  });

  it('closes what the intruder opened', async () => {
    const GroupId = (await describeOne())?.SecurityGroups?.[0]?.GroupId ?? '';
    const list = async () =>
      (await client.send(new ec2.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))).SecurityGroups?.[0];
    const IpPermissions = (await list())?.IpPermissions ?? [];
    expect(IpPermissions[0]?.IpRanges?.[0]?.CidrIp).toBe('0.0.0.0/0');
    const revoke = () =>
      client.send(new ec2.RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: open }));
    const open = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    await revoke();
    expect((await list())?.IpPermissions ?? []).toEqual([]);
    expect(await refused(revoke())).toBe('InvalidPermission.NotFound');
  });

  it('refuses by the organization’s policy, and tracks it', async () => {
    const admin = new ec2.EC2Client(account.settings(account.intruder['adminSession'] ?? account.responder));
    expect(await refused(admin.send(new ec2.DescribeInstancesCommand({})))).toBe('UnauthorizedOperation');
    admin.destroy();
    const track = account.world.trail.events.findLast(
      ({ record, time }) => record.eventName === 'DescribeInstances' && time <= account.clock.now(),
    )?.record;
    expect([track?.errorCode, track?.eventSource]).toEqual([
      'Client.UnauthorizedOperation',
      'ec2.amazonaws.com',
    ]);
    expect(await refused(client.send(new ec2.StopInstancesCommand({ InstanceIds: ['i-none'] })))).toBe(
      'InvalidInstanceID.NotFound',
    );
  });
});
