import * as ec2 from '@aws-sdk/client-ec2';
import type { Different } from './carried.ts';
import type { MotoAccount } from './moto-account.ts';

async function instance({
  clients,
}: MotoAccount): Promise<{ readonly instanceId: string; readonly group: string }> {
  const { Subnets = [] } = await clients.ec2.send(new ec2.DescribeSubnetsCommand({}));
  const [subnet] = Subnets;
  const web = await clients.ec2.send(
    new ec2.CreateSecurityGroupCommand({
      GroupName: 'web',
      Description: 'what it serves',
      VpcId: subnet?.VpcId,
    }),
  );
  const { GroupId = '' } = await clients.ec2.send(
    new ec2.CreateSecurityGroupCommand({
      GroupName: 'isolation',
      Description: 'nothing in, nothing out',
      VpcId: subnet?.VpcId,
    }),
  );
  const { SecurityGroups = [] } = await clients.ec2.send(
    new ec2.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
  );
  await clients.ec2.send(
    new ec2.RevokeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: SecurityGroups[0]?.IpPermissionsEgress,
    }),
  );
  const { Images = [] } = await clients.ec2.send(new ec2.DescribeImagesCommand({ Owners: ['amazon'] }));
  const { Instances = [] } = await clients.ec2.send(
    new ec2.RunInstancesCommand({
      ImageId: Images[0]?.ImageId,
      MinCount: 1,
      MaxCount: 1,
      InstanceType: 't3.micro',
      SubnetId: subnet?.SubnetId,
      SecurityGroupIds: [web.GroupId ?? ''],
    }),
  );
  return { instanceId: Instances[0]?.InstanceId ?? '', group: GroupId };
}

const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';

/** The actions on EC2: what moto makes of their calls is not what AWS does. */
export const DIFFERENT: readonly Different[] = [
  {
    id: 'ec2/isolate-instance',
    setup: instance,
    why: 'ModifyInstanceAttribute adds the groups to those of the network interface instead of replacing them',
    page: `${EC2}/API_ModifyInstanceAttribute.html`,
    missing: /ec2 ModifyInstanceAttribute us-east-1 \{"Groups"/,
  },
  {
    id: 'ec2/unshare-snapshot',
    setup: async ({ clients }) => {
      const { VolumeId } = await clients.ec2.send(
        new ec2.CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 8 }),
      );
      const { SnapshotId = '' } = await clients.ec2.send(new ec2.CreateSnapshotCommand({ VolumeId }));
      await clients.ec2.send(
        new ec2.ModifySnapshotAttributeCommand({
          SnapshotId,
          Attribute: 'createVolumePermission',
          OperationType: 'add',
          UserIds: ['444455556666'],
        }),
      );
      return { snapshotId: SnapshotId };
    },
    why: 'ModifySnapshotAttribute does nothing of CreateVolumePermission, and reads UserIds alone',
    page: `${EC2}/API_ModifySnapshotAttribute.html`,
    missing: /ec2 ModifySnapshotAttribute us-east-1 .*"Remove"/,
  },
];
