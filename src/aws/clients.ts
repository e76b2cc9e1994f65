import { InternalError } from '../base/errors.ts';
import type { RequestHandler } from './signed-address.ts';

/** An SDK client, as far as calls by name need it. */
export interface SdkClient {
  readonly config: { readonly requestHandler: RequestHandler };
  readonly middlewareStack: { use(plugin: unknown): void };
  send(command: unknown, options?: { readonly abortSignal?: AbortSignal }): Promise<object>;
  destroy(): void;
}

/** The module of one SDK client. */
export interface SdkModule {
  readonly Client: new (config: object) => SdkClient;
  readonly module: Readonly<Record<string, unknown>>;
}

/** Every service heptad talks to, loaded when it is first called. */
const MODULES = {
  accessanalyzer: async () => client(await import('@aws-sdk/client-accessanalyzer'), 'AccessAnalyzerClient'),
  account: async () => client(await import('@aws-sdk/client-account'), 'AccountClient'),
  bedrock: async () => client(await import('@aws-sdk/client-bedrock'), 'BedrockClient'),
  'bedrock-agent': async () => client(await import('@aws-sdk/client-bedrock-agent'), 'BedrockAgentClient'),
  'bedrock-agent-runtime': async () =>
    client(await import('@aws-sdk/client-bedrock-agent-runtime'), 'BedrockAgentRuntimeClient'),
  'bedrock-agentcore': async () =>
    client(await import('@aws-sdk/client-bedrock-agentcore'), 'BedrockAgentCoreClient'),
  'bedrock-agentcore-control': async () =>
    client(await import('@aws-sdk/client-bedrock-agentcore-control'), 'BedrockAgentCoreControlClient'),
  'bedrock-runtime': async () =>
    client(await import('@aws-sdk/client-bedrock-runtime'), 'BedrockRuntimeClient'),
  budgets: async () => client(await import('@aws-sdk/client-budgets'), 'BudgetsClient'),
  cloudtrail: async () => client(await import('@aws-sdk/client-cloudtrail'), 'CloudTrailClient'),
  cloudwatch: async () => client(await import('@aws-sdk/client-cloudwatch'), 'CloudWatchClient'),
  'cloudwatch-logs': async () =>
    client(await import('@aws-sdk/client-cloudwatch-logs'), 'CloudWatchLogsClient'),
  'config-service': async () => client(await import('@aws-sdk/client-config-service'), 'ConfigServiceClient'),
  'cost-explorer': async () => client(await import('@aws-sdk/client-cost-explorer'), 'CostExplorerClient'),
  ec2: async () => client(await import('@aws-sdk/client-ec2'), 'EC2Client'),
  eventbridge: async () => client(await import('@aws-sdk/client-eventbridge'), 'EventBridgeClient'),
  guardduty: async () => client(await import('@aws-sdk/client-guardduty'), 'GuardDutyClient'),
  iam: async () => client(await import('@aws-sdk/client-iam'), 'IAMClient'),
  kms: async () => client(await import('@aws-sdk/client-kms'), 'KMSClient'),
  lambda: async () => client(await import('@aws-sdk/client-lambda'), 'LambdaClient'),
  organizations: async () => client(await import('@aws-sdk/client-organizations'), 'OrganizationsClient'),
  qbusiness: async () => client(await import('@aws-sdk/client-qbusiness'), 'QBusinessClient'),
  rds: async () => client(await import('@aws-sdk/client-rds'), 'RDSClient'),
  s3: async () => client(await import('@aws-sdk/client-s3'), 'S3Client'),
  sagemaker: async () => client(await import('@aws-sdk/client-sagemaker'), 'SageMakerClient'),
  'secrets-manager': async () =>
    client(await import('@aws-sdk/client-secrets-manager'), 'SecretsManagerClient'),
  ses: async () => client(await import('@aws-sdk/client-ses'), 'SESClient'),
  sesv2: async () => client(await import('@aws-sdk/client-sesv2'), 'SESv2Client'),
  sts: async () => client(await import('@aws-sdk/client-sts'), 'STSClient'),
} satisfies Readonly<Record<string, () => Promise<SdkModule>>>;

/** A service's module. @throws InternalError for a service heptad has no client of */
export async function loadClient(service: string): Promise<SdkModule> {
  if (!hasClient(service)) throw new InternalError(`heptad has no client of the service '${service}'`);
  return MODULES[service]();
}

/** Whether heptad can talk to a service. */
export function hasClient(service: string): service is keyof typeof MODULES {
  return Object.hasOwn(MODULES, service);
}

/** The command class of an operation. @throws InternalError where the client has none */
export function commandOf({ module }: SdkModule, operation: string): new (input: object) => unknown {
  const Command = module[`${operation}Command`];
  if (typeof Command !== 'function') throw new InternalError(`the client has no operation '${operation}'`);
  return Command as new (input: object) => unknown;
}

function client(module: object, name: string): SdkModule {
  const members = module as Readonly<Record<string, unknown>>;
  return { module: members, Client: members[name] as SdkModule['Client'] };
}
