import * as bedrock from '@aws-sdk/client-bedrock';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as organizations from '@aws-sdk/client-organizations';
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Carried, nothingLeft, without } from './carried.ts';
import { ACCOUNT, type MotoAccount, serviceRole } from './moto-account.ts';

const OPERATOR = `arn:aws:iam::${ACCOUNT}:user/responder`;
const LOGS = 'example-logs-111122223333';
const FUNCTION = 'support-assistant-notify';
const GROUP = '/example/bedrock/invocations';
/** The smallest archive there is. */
const ZipFile = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');

async function trail(account: MotoAccount): Promise<{ readonly trail: string }> {
  const { clients } = account;
  await clients.s3.send(new CreateBucketCommand({ Bucket: LOGS }));
  await clients.cloudtrail.send(
    new cloudtrail.CreateTrailCommand({
      Name: 'main',
      S3BucketName: LOGS,
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
    }),
  );
  await clients.cloudtrail.send(new cloudtrail.StartLoggingCommand({ Name: 'main' }));
  await clients.cloudtrail.send(
    new cloudtrail.PutEventSelectorsCommand({
      TrailName: 'main',
      EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [] }],
    }),
  );
  await clients.cloudtrail.send(new cloudtrail.StopLoggingCommand({ Name: 'main' }));
  return { trail: 'main' };
}

async function organization({
  clients,
}: MotoAccount): Promise<{ readonly root: string; readonly member: string }> {
  const client = clients.organizations;
  await client.send(new organizations.CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots = [] } = await client.send(new organizations.ListRootsCommand({}));
  const root = Roots[0]?.Id ?? '';
  await client.send(
    new organizations.EnablePolicyTypeCommand({ RootId: root, PolicyType: 'SERVICE_CONTROL_POLICY' }),
  );
  const { CreateAccountStatus } = await client.send(
    new organizations.CreateAccountCommand({ AccountName: 'member', Email: 'member@example.com' }),
  );
  return { root, member: CreateAccountStatus?.AccountId ?? '' };
}

/** The actions on functions, keys, logs and the organization. */
export const CARRIED_SERVICES: readonly Carried[] = [
  {
    id: 'lambda/stop-function',
    setup: async (account) => {
      await account.clients.lambda.send(
        new lambda.CreateFunctionCommand({
          FunctionName: FUNCTION,
          Role: await serviceRole(account),
          Runtime: 'python3.12',
          Handler: 'main.handler',
          Code: { ZipFile },
        }),
      );
      return { functionName: FUNCTION };
    },
    calls: ['PutFunctionConcurrency'],
    proof: {
      of: 'state',
      because: 'moto runs functions in Docker only, and throttles none',
      act: async ({ clients }) => {
        const { ReservedConcurrentExecutions } = await clients.lambda.send(
          new lambda.GetFunctionConcurrencyCommand({ FunctionName: FUNCTION }),
        );
        return ReservedConcurrentExecutions ?? null;
      },
      before: null,
      inForce: 0,
    },
    undo: nothingLeft,
  },
  {
    id: 'kms/restore-key',
    setup: async ({ clients }) => {
      const { KeyMetadata } = await clients.kms.send(new kms.CreateKeyCommand({}));
      const KeyId = KeyMetadata?.KeyId ?? '';
      await clients.kms.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return { key: KeyId };
    },
    calls: ['CancelKeyDeletion', 'EnableKey'],
    proof: {
      of: 'state',
      because: 'moto encrypts with a key that is to be deleted, too',
      act: async ({ clients }, { key }) => {
        const { KeyMetadata } = await clients.kms.send(new kms.DescribeKeyCommand({ KeyId: String(key) }));
        return KeyMetadata?.KeyState;
      },
      before: 'PendingDeletion',
      inForce: 'Enabled',
      undone: 'Disabled',
    },
    // Its deletion stays called off.
    undo: without('kms', 'KeyState', 'DeletionDate', 'Enabled'),
  },
  {
    id: 'cloudwatch-logs/export-logs',
    again: 'it exports until the time it is planned at',
    setup: async ({ clients }) => {
      await clients.s3.send(new CreateBucketCommand({ Bucket: LOGS }));
      const [logGroupName, logStreamName] = [GROUP, 'one'];
      await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName }));
      await clients.logs.send(new logs.CreateLogStreamCommand({ logGroupName, logStreamName }));
      const logEvents = [{ timestamp: Date.now() - 1000, message: 'an invocation' }];
      await clients.logs.send(new logs.PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
      return { logGroup: GROUP, bucket: LOGS };
    },
    calls: ['CreateExportTask'],
    proof: {
      of: 'effect',
      act: async ({ clients }) => {
        const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket: LOGS }));
        return Contents.some(({ Key = '' }) => Key.startsWith('exportedlogs/'));
      },
      before: false,
      inForce: true,
    },
    undo: /the copy is evidence/,
  },
  {
    id: 'cloudtrail/restore-logging',
    setup: trail,
    calls: ['StartLogging', 'PutEventSelectors'],
    proof: {
      of: 'state',
      because: 'moto’s trails write nothing',
      act: async ({ clients }) =>
        (await clients.cloudtrail.send(new cloudtrail.GetTrailStatusCommand({ Name: 'main' }))).IsLogging,
      before: false,
      inForce: true,
    },
    undo: nothingLeft,
  },
  {
    id: 'bedrock/restore-invocation-logging',
    setup: async ({ clients }) => {
      await clients.s3.send(new CreateBucketCommand({ Bucket: LOGS }));
      return { bucket: LOGS };
    },
    calls: ['PutModelInvocationLoggingConfiguration'],
    proof: {
      of: 'state',
      because: 'moto’s Bedrock logs no invocation',
      act: async ({ clients }) => {
        const { loggingConfig } = await clients.bedrock.send(
          new bedrock.GetModelInvocationLoggingConfigurationCommand({}),
        );
        return loggingConfig?.s3Config?.bucketName ?? null;
      },
      before: null,
      inForce: LOGS,
    },
    undo: nothingLeft,
  },
  {
    id: 'organizations/attach-deny-policy',
    setup: async (account) => {
      const { member } = await organization(account);
      return { target: member, name: 'no-inference', actions: ['bedrock:InvokeModel'], except: [OPERATOR] };
    },
    calls: ['CreatePolicy', 'AttachPolicy'],
    proof: {
      of: 'state',
      because: 'moto does not judge calls by policies of the organization',
      act: async ({ clients }, { target }) => {
        const { Policies = [] } = await clients.organizations.send(
          new organizations.ListPoliciesForTargetCommand({
            TargetId: String(target),
            Filter: 'SERVICE_CONTROL_POLICY',
          }),
        );
        return Policies.some(({ Name }) => Name === 'no-inference');
      },
      before: false,
      inForce: true,
    },
    // The policy stays, attached to nothing.
    undo: ({ organizations: { policies, ...rest } = {}, ...state }) => ({
      ...state,
      organizations: {
        ...rest,
        policies: Object.values(
          policies as Record<string, { readonly targets: { readonly Targets: unknown[] } }>,
        ).filter(({ targets }) => targets.Targets.length > 0),
      },
    }),
  },
  {
    id: 'organizations/move-account',
    setup: async (account) => {
      const { root, member } = await organization(account);
      const { OrganizationalUnit } = await account.clients.organizations.send(
        new organizations.CreateOrganizationalUnitCommand({ ParentId: root, Name: 'isolated' }),
      );
      return { accountId: member, to: OrganizationalUnit?.Id ?? '' };
    },
    calls: ['MoveAccount'],
    proof: {
      of: 'effect',
      act: async ({ clients }, { accountId }) => {
        const { Parents = [] } = await clients.organizations.send(
          new organizations.ListParentsCommand({ ChildId: String(accountId) }),
        );
        return Parents.map(({ Type }) => Type);
      },
      before: ['ROOT'],
      inForce: ['ORGANIZATIONAL_UNIT'],
    },
    undo: nothingLeft,
  },
];
