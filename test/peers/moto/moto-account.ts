import { AccountClient } from '@aws-sdk/client-account';
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockAgentCoreControlClient } from '@aws-sdk/client-bedrock-agentcore-control';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { GuardDutyClient } from '@aws-sdk/client-guardduty';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Credentials } from '../../../src/simulator/scenarios/scenario.ts';
import { overHttp1 } from './over-http1.ts';
import type { MotoServer } from '../moto-server.ts';

export const ACCOUNT = '111122223333';

/** The clients of one identity on moto. */
export interface MotoClients {
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly s3: S3Client;
  readonly lambda: LambdaClient;
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
  readonly organizations: OrganizationsClient;
  readonly ec2: EC2Client;
  readonly cloudtrail: CloudTrailClient;
  readonly bedrock: BedrockClient;
  readonly runtime: BedrockRuntimeClient;
  readonly agentcore: BedrockAgentCoreControlClient;
  readonly sagemaker: SageMakerClient;
  readonly cloudwatch: CloudWatchClient;
  readonly guardduty: GuardDutyClient;
  readonly budgets: BudgetsClient;
  readonly rds: RDSClient;
  readonly account: AccountClient;
}

export function motoClients(url: string, credentials: Credentials, region = 'us-east-1'): MotoClients {
  const own = {
    endpoint: url,
    region,
    credentials,
    maxAttempts: 1,
    forcePathStyle: true,
    disableHostPrefix: true,
  };
  return {
    iam: new IAMClient(own),
    sts: new STSClient(own),
    s3: new S3Client(own),
    lambda: new LambdaClient(own),
    kms: new KMSClient(own),
    logs: new CloudWatchLogsClient(own),
    organizations: new OrganizationsClient(own),
    ec2: new EC2Client(own),
    cloudtrail: new CloudTrailClient(own),
    bedrock: new BedrockClient(own),
    runtime: new BedrockRuntimeClient({ ...own, requestHandler: overHttp1(url) }),
    agentcore: new BedrockAgentCoreControlClient(own),
    sagemaker: new SageMakerClient(own),
    cloudwatch: new CloudWatchClient(own),
    guardduty: new GuardDutyClient(own),
    budgets: new BudgetsClient(own),
    rds: new RDSClient(own),
    account: new AccountClient(own),
  };
}

export function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export const ALLOW_ALL = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const TRUST_ACCOUNT = policy({
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: 'sts:AssumeRole',
});

/** Whoever sets the account up; moto lets anybody do it as long as it enforces nothing. */
const FOUNDER: Credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' };

/** An account in moto in which somebody responds to an incident, and an intruder holds a key and a session. */
export interface MotoAccount {
  readonly url: string;
  readonly responder: Credentials;
  readonly clients: MotoClients;
  readonly intruder: { readonly key: Credentials; readonly session: Credentials };
  /** With the long-term key of user `intruder`. */
  readonly withKey: MotoClients;
  /** With the session of role `misused`. */
  readonly withSession: MotoClients;
}

/** Empties moto and sets the account up anew. Nothing is enforced until the server is told so. */
export async function newAccount(server: MotoServer): Promise<MotoAccount> {
  await server.reset();
  const { url } = server;
  const founder = motoClients(url, FOUNDER);
  const responder = await userWithKey(founder.iam, 'responder');
  const key = await userWithKey(founder.iam, 'intruder');
  const clients = motoClients(url, responder);
  const session = await sessionOf(clients, 'misused');
  return {
    url,
    responder,
    clients,
    intruder: { key, session },
    withKey: motoClients(url, key),
    withSession: motoClients(url, session),
  };
}

/** A user who may do everything, and an access key of hers. */
export async function userWithKey(iam: IAMClient, UserName: string): Promise<Credentials> {
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'everything', PolicyDocument: ALLOW_ALL }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

/** A role that may do everything, and a session of it. */
export async function sessionOf({ iam, sts }: MotoClients, RoleName: string): Promise<Credentials> {
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST_ACCOUNT }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'everything', PolicyDocument: ALLOW_ALL }));
  return assume({ sts }, Role?.Arn ?? '');
}

export async function assume(
  { sts }: Pick<MotoClients, 'sts'>,
  RoleArn: string,
  RoleSessionName = 'explore',
): Promise<Credentials> {
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}

const SERVICE_TRUST = policy({
  Effect: 'Allow',
  Principal: { Service: ['lambda.amazonaws.com', 'sagemaker.amazonaws.com'] },
  Action: 'sts:AssumeRole',
});

/** A role that services work with. */
export async function serviceRole({ clients }: MotoAccount): Promise<string> {
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({ RoleName: 'service', AssumeRolePolicyDocument: SERVICE_TRUST }),
  );
  return Role?.Arn ?? '';
}
