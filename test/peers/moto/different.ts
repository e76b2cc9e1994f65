import * as ec2 from '@aws-sdk/client-ec2';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { Different } from './carried.ts';
import { type MotoAccount, serviceRole } from './moto-account.ts';

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

const LOGS = 'example-logs-111122223333';
const GROUP = '/example/knowledge';

/** By the wire: the SDK can't read what moto answers. Ids have ten characters, which moto begins with the name. */
async function knowledgeBase(account: MotoAccount): Promise<string> {
  const answer = await fetch(`${account.url}/knowledgebases/`, {
    method: 'PUT',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${account.responder.accessKeyId}/20260101/us-east-1/bedrock/aws4_request`,
    },
    body: JSON.stringify({
      name: 'KB',
      roleArn: await serviceRole(account),
      knowledgeBaseConfiguration: { type: 'VECTOR' },
      storageConfiguration: { type: 'PINECONE' },
    }),
  });
  const made = (await answer.json()) as { readonly knowledgeBase: { readonly knowledgeBaseId: string } };
  return made.knowledgeBase.knowledgeBaseId;
}

const AWS = 'https://docs.aws.amazon.com';
const EC2 = `${AWS}/AWSEC2/latest/APIReference`;

/** What moto makes of calls of these actions is not what AWS does. */
export const DIFFERENT: readonly Different[] = [
  {
    id: 'ec2/isolate-instance',
    at: 'apply',
    setup: instance,
    why: 'ModifyInstanceAttribute adds the groups to those of the network interface instead of replacing them',
    page: `${EC2}/API_ModifyInstanceAttribute.html`,
    told: /ec2 ModifyInstanceAttribute us-east-1 \{"Groups"/,
  },
  {
    id: 'ec2/unshare-snapshot',
    at: 'apply',
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
    told: /ec2 ModifySnapshotAttribute us-east-1 .*"Remove"/,
  },
  {
    id: 'cloudtrail/set-up-trail',
    on: 'a new one, under a new key',
    at: 'undo',
    setup: async ({ clients }) => {
      await clients.s3.send(new CreateBucketCommand({ Bucket: LOGS }));
      return { trail: 'main', bucket: LOGS, keyAlias: 'alias/logs' };
    },
    why: 'DeleteTrail of an ARN deletes nothing and says nothing',
    page: `${AWS}/awscloudtrail/latest/APIReference/API_DeleteTrail.html`,
    told: /cloudtrail DeleteTrail us-east-1/,
  },
  {
    id: 's3/set-up-bucket',
    on: 'a new one, under a new key, with Object Lock',
    at: 'apply',
    setup: () =>
      Promise.resolve({
        bucket: LOGS,
        receives: ['cloudtrail', 'bedrock'],
        lockDays: 30,
        keyAlias: 'alias/logs',
      }),
    why: 'a new bucket lets the public in, as in AWS before April 2023',
    page: `${AWS}/AmazonS3/latest/userguide/create-bucket-faq.html`,
    // All the rest is as wanted.
    told: /:\n\+ 1\. s3 PutPublicAccessBlock us-east-1 .*$/,
  },
  {
    id: 'cloudwatch-logs/deliver-knowledge-logs',
    at: 'plan',
    setup: async (account) => {
      await account.clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: GROUP }));
      return { knowledgeBase: await knowledgeBase(account), logGroup: GROUP };
    },
    why: 'GetKnowledgeBase gives its times as numbers, not as date-times',
    page: `${AWS}/bedrock/latest/APIReference/API_agent_GetKnowledgeBase.html`,
    told: /status 200.*cannot be read.*date-times must be expressed as strings/,
  },
];
