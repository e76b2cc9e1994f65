import * as bedrock from '@aws-sdk/client-bedrock';
import * as agentcore from '@aws-sdk/client-bedrock-agentcore-control';
import * as budgets from '@aws-sdk/client-budgets';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import { isObject, type JsonObject } from '../../../src/base/json.ts';
import { each } from './each.ts';
import { ACCOUNT, type MotoClients } from './moto-account.ts';
import { contactState, databaseState, detectorState, watchState } from './watch-state.ts';

/** What plain calls of the SDK show of a whole account, by service. */
export type AccountState = Readonly<Record<string, JsonObject>>;

/**
 * Reads everything that an action could change. Nothing of heptad is asked.
 * @param options.withEc2 EC2 too, whose hundreds of public snapshots moto takes a second to list
 */
export async function accountState(clients: MotoClients, { withEc2 = false } = {}): Promise<AccountState> {
  return plain({
    iam: await iamState(clients.iam),
    s3: await s3State(clients.s3),
    lambda: await lambdaState(clients.lambda),
    kms: await kmsState(clients.kms),
    logs: await logsState(clients.logs),
    organizations: await organizationState(clients.organizations),
    ec2: withEc2 ? await ec2State(clients.ec2) : {},
    cloudtrail: await trailState(clients.cloudtrail),
    bedrock: await clients.bedrock.send(new bedrock.GetModelInvocationLoggingConfigurationCommand({})),
    agentcore: await agentcoreState(clients.agentcore),
    sagemaker: await sagemakerState(clients.sagemaker),
    watch: await watchState(clients),
    budgets: await clients.budgets.send(new budgets.DescribeBudgetsCommand({ AccountId: ACCOUNT })),
    guardduty: await detectorState(clients.guardduty),
    rds: await databaseState(clients.rds),
    account: await contactState(clients.account),
  }) as AccountState;
}

/** What the SDK says of a call, and what moves by itself. */
const NO_STATE: ReadonlySet<string> = new Set(['$metadata', 'RoleLastUsed', 'LastUsedDate']);

/** Answers as plain data. */
export function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (name, member: unknown) => (NO_STATE.has(name) ? undefined : member));
  return JSON.parse(text);
}

/** What a call gives, or null where it says that there is none. */
export async function orNone<T>(call: Promise<T>, ...names: readonly string[]): Promise<T | null> {
  return call.catch((error: unknown) => {
    if (error instanceof Error && names.includes(error.name)) return null;
    throw error;
  });
}

/** The status of a refusal, where moto gives it without a word or in another service's form. */
export function statusOf(error: unknown): number | undefined {
  const metadata: unknown = error instanceof Error ? Reflect.get(error, '$metadata') : undefined;
  return isObject(metadata) ? Number(metadata['httpStatusCode']) : undefined;
}

async function iamState(client: iam.IAMClient): Promise<object> {
  const details = await client.send(
    new iam.GetAccountAuthorizationDetailsCommand({
      Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy'],
    }),
  );
  return {
    details,
    roles: await each(
      details.RoleDetailList,
      ({ RoleName }) => RoleName,
      (RoleName) => client.send(new iam.GetRoleCommand({ RoleName })),
    ),
    users: await each(
      details.UserDetailList,
      ({ UserName }) => UserName,
      async (UserName) => ({
        keys: await client.send(new iam.ListAccessKeysCommand({ UserName })),
        login: await orNone(
          client.send(new iam.GetLoginProfileCommand({ UserName })),
          'NoSuchEntityException',
        ),
      }),
    ),
  };
}

async function s3State(client: s3.S3Client): Promise<object> {
  const { Buckets } = await client.send(new s3.ListBucketsCommand({}));
  return each(
    Buckets,
    ({ Name }) => Name,
    async (Bucket) => {
      const { Versions, DeleteMarkers } = await client.send(new s3.ListObjectVersionsCommand({ Bucket }));
      const lock = await orNone(
        client.send(new s3.GetObjectLockConfigurationCommand({ Bucket })),
        'ObjectLockConfigurationNotFoundError',
      );
      return {
        policy: await orNone(client.send(new s3.GetBucketPolicyCommand({ Bucket })), 'NoSuchBucketPolicy'),
        block: await orNone(
          client.send(new s3.GetPublicAccessBlockCommand({ Bucket })),
          'NoSuchPublicAccessBlockConfiguration',
        ),
        versioning: await client.send(new s3.GetBucketVersioningCommand({ Bucket })),
        encryption: await orNone(
          client.send(new s3.GetBucketEncryptionCommand({ Bucket })),
          'ServerSideEncryptionConfigurationNotFoundError',
        ),
        lock,
        markers: DeleteMarkers,
        versions: await each(
          Versions,
          ({ Key, VersionId }) => `${Key} ${VersionId}`,
          async (_, version) => ({
            version,
            held:
              lock !== null &&
              (await isHeld(client, { Bucket, Key: version.Key, VersionId: version.VersionId })),
          }),
        ),
      };
    },
  );
}

/** Whether a legal hold is on; OFF and never set are the same. */
async function isHeld(client: s3.S3Client, version: s3.GetObjectLegalHoldCommandInput): Promise<boolean> {
  const answer = await orNone(
    client.send(new s3.GetObjectLegalHoldCommand(version)),
    'NoSuchObjectLockConfiguration',
  );
  return answer?.LegalHold?.Status === 'ON';
}

async function lambdaState(client: lambda.LambdaClient): Promise<object> {
  const { Functions } = await client.send(new lambda.ListFunctionsCommand({}));
  return each(
    Functions,
    (one) => one.FunctionName,
    async (FunctionName, configuration) => ({
      configuration,
      concurrency: await client.send(new lambda.GetFunctionConcurrencyCommand({ FunctionName })),
    }),
  );
}

async function kmsState(client: kms.KMSClient): Promise<object> {
  const { Keys } = await client.send(new kms.ListKeysCommand({}));
  const { Aliases = [] } = await client.send(new kms.ListAliasesCommand({}));
  return each(
    Keys,
    (key) => key.KeyId,
    async (KeyId) => ({
      ...(await client.send(new kms.DescribeKeyCommand({ KeyId }))),
      aliases: Aliases.filter(({ TargetKeyId }) => TargetKeyId === KeyId).map(({ AliasName }) => AliasName),
    }),
  );
}

async function logsState(client: logs.CloudWatchLogsClient): Promise<object> {
  return {
    groups: await client.send(new logs.DescribeLogGroupsCommand({})),
    exports: await client.send(new logs.DescribeExportTasksCommand({})),
  };
}

async function organizationState(client: organizations.OrganizationsClient): Promise<object> {
  const of = await orNone(
    client.send(new organizations.DescribeOrganizationCommand({})),
    'AWSOrganizationsNotInUseException',
  );
  if (of === null) return {};
  const { Policies } = await client.send(
    new organizations.ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  const { Accounts } = await client.send(new organizations.ListAccountsCommand({}));
  return {
    policies: await each(
      Policies,
      (one) => one.Id,
      async (PolicyId) => ({
        policy: await client.send(new organizations.DescribePolicyCommand({ PolicyId })),
        targets: await client.send(new organizations.ListTargetsForPolicyCommand({ PolicyId })),
      }),
    ),
    parents: await each(
      Accounts,
      (one) => one.Id,
      (ChildId) => client.send(new organizations.ListParentsCommand({ ChildId })),
    ),
  };
}

async function ec2State(client: ec2.EC2Client): Promise<object> {
  const { Reservations = [] } = await client.send(new ec2.DescribeInstancesCommand({}));
  const { Snapshots = [] } = await client.send(new ec2.DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
  // moto keeps a snapshot behind each of the hundreds of public images.
  const own = Snapshots.filter(({ Description }) => Description?.startsWith('Auto-created') !== true);
  return {
    instances: Reservations.flatMap(({ Instances = [] }) => Instances),
    groups: (await client.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups,
    snapshots: await each(
      own,
      (one) => one.SnapshotId,
      (SnapshotId) =>
        client.send(
          new ec2.DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' }),
        ),
    ),
  };
}

async function trailState(client: cloudtrail.CloudTrailClient): Promise<object> {
  const { trailList } = await client.send(new cloudtrail.DescribeTrailsCommand({}));
  return each(
    trailList,
    (one) => one.Name,
    async (Name, trail) => ({
      trail,
      logging: (await client.send(new cloudtrail.GetTrailStatusCommand({ Name }))).IsLogging,
      selectors: await client.send(new cloudtrail.GetEventSelectorsCommand({ TrailName: Name })),
      insights: await client.send(new cloudtrail.GetInsightSelectorsCommand({ TrailName: Name })),
    }),
  );
}

async function agentcoreState(client: agentcore.BedrockAgentCoreControlClient): Promise<object> {
  const { items } = await client.send(new agentcore.ListGatewaysCommand({}));
  const { agentRuntimes } = await client.send(new agentcore.ListAgentRuntimesCommand({}));
  return {
    gateways: await each(
      items,
      (one) => one.gatewayId,
      (gatewayIdentifier) => client.send(new agentcore.GetGatewayCommand({ gatewayIdentifier })),
    ),
    runtimes: await each(
      agentRuntimes,
      (one) => one.agentRuntimeId,
      (agentRuntimeId) => client.send(new agentcore.ListAgentRuntimeEndpointsCommand({ agentRuntimeId })),
    ),
  };
}

async function sagemakerState(client: sagemaker.SageMakerClient): Promise<object> {
  const { Endpoints } = await client.send(new sagemaker.ListEndpointsCommand({}));
  const { NotebookInstances } = await client.send(new sagemaker.ListNotebookInstancesCommand({}));
  return {
    endpoints: await each(
      Endpoints,
      (one) => one.EndpointName,
      (EndpointName) => client.send(new sagemaker.DescribeEndpointCommand({ EndpointName })),
    ),
    notebooks: await each(
      NotebookInstances,
      (one) => one.NotebookInstanceName,
      (NotebookInstanceName) =>
        client.send(new sagemaker.DescribeNotebookInstanceCommand({ NotebookInstanceName })),
    ),
  };
}
