import type { Habit } from '../../model/baseline.ts';

/** How a list of a baseline is taken from CloudTrail. */
export interface HabitQuery {
  /** Services whose events they are; empty = all. */
  readonly sources: readonly string[];
  /** Names of the events; empty = all. */
  readonly events: readonly string[];
  /** A line of the list, in Athena SQL, as the queries of playbooks compare it; NULL = the event tells none. */
  readonly line: string;
  readonly where?: string;
  /** Event history has these events, few enough to be looked up by their names. */
  readonly inHistory?: true;
  /** Of the account as a whole: some Regions alone do not tell it. */
  readonly everyRegion?: true;
}

const BEDROCK = ['bedrock.amazonaws.com'];
const SAGEMAKER = ['sagemaker.amazonaws.com'];
const AGENTCORE = ['bedrock-agentcore.amazonaws.com'];
const PLANES = ['bedrock-mantle.amazonaws.com', 'aws-external-anthropic.amazonaws.com'];

export const PRINCIPAL =
  'coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, useridentity.accountid, useridentity.type)';
const ELSEWHERE = `coalesce(sourceipaddress, '') NOT LIKE '%.amazonaws.com' AND coalesce(sourceipaddress, '') <> 'AWS Internal'`;
const GATEWAY = `coalesce(${parameter('gatewayIdentifier')}, ${parameter('gatewayId')}, element_at(resources, 1).arn)`;
const GATEWAY_CALLER = `CASE WHEN useridentity.type = 'AWSAccount' OR useridentity.arn IS NULL THEN coalesce('subject ' || json_extract_scalar(additionaleventdata, '$.jwt.claims.sub'), 'anonymous') ELSE ${PRINCIPAL} END`;
const IMAGE = String.raw`"(image|imageUri)"\s*:\s*"([^"]+)"`;
const KMS_KEY = `regexp_extract(coalesce(element_at(resources, 1).arn, ${parameter('keyId')}), '[^/]+$')`;
const TRAINING_BUCKET = `regexp_extract(requestparameters, 's3://([a-z0-9][a-z0-9.-]+)', 1)`;

/** The lists, in the words of the steps that compare with them. */
export const HABIT_QUERIES: Readonly<Record<Habit, HabitQuery>> = {
  signin_addresses: {
    sources: ['signin.amazonaws.com', 'sts.amazonaws.com'],
    events: ['ConsoleLogin', 'AssumeRoleWithSAML'],
    line: 'sourceipaddress',
    where: `coalesce(json_extract_scalar(responseelements, '$.ConsoleLogin'), '') <> 'Failure'`,
    inHistory: true,
    everyRegion: true,
  },
  key_addresses: {
    sources: [],
    events: [],
    line: by('useridentity.accesskeyid', 'sourceipaddress'),
    where: `useridentity.type = 'IAMUser' AND useridentity.accesskeyid LIKE 'AKIA%' AND ${ELSEWHERE}`,
  },
  bearers: {
    sources: [...BEDROCK, ...PLANES],
    events: [],
    line: by(PRINCIPAL, 'sourceipaddress'),
    where: `(json_extract_scalar(additionaleventdata, '$.callWithBearerToken') = 'true' OR ${parameter('callWithBearerToken')} = 'true')`,
  },
  compute_regions: {
    sources: ['ec2.amazonaws.com'],
    events: ['RunInstances'],
    line: 'awsregion',
    inHistory: true,
    everyRegion: true,
  },
  registries: {
    sources: ['ecs.amazonaws.com'],
    events: ['RegisterTaskDefinition'],
    line: String.raw`coalesce(regexp_extract(regexp_extract(requestparameters, '"image"\s*:\s*"([^"]+)"', 1), '^([^/]+[.:][^/]*)/', 1), 'docker.io')`,
    inHistory: true,
  },
  images: {
    sources: SAGEMAKER,
    events: ['CreateModel', 'CreateModelPackage', 'CreateProcessingJob'],
    line: `regexp_replace(regexp_extract(requestparameters, '${IMAGE}', 2), '(@sha256:[0-9a-f]+|:[^:/]+)$', '')`,
    inHistory: true,
  },
  data_sources: {
    sources: [...BEDROCK, 'qbusiness.amazonaws.com'],
    events: ['CreateDataSource', 'UpdateDataSource'],
    line: `coalesce(${parameter('dataSourceConfiguration.s3Configuration.bucketArn')}, regexp_extract(requestparameters, 'https?://[^"]+'))`,
    inHistory: true,
  },
  ingesters: {
    sources: BEDROCK,
    events: ['StartIngestionJob', 'IngestKnowledgeBaseDocuments'],
    line: by(parameter('knowledgeBaseId'), PRINCIPAL),
    inHistory: true,
  },
  object_writers: {
    sources: ['s3.amazonaws.com'],
    events: ['PutObject', 'CopyObject', 'CompleteMultipartUpload'],
    line: by(parameter('bucketName'), PRINCIPAL),
  },
  training_inputs: {
    sources: [...SAGEMAKER, ...BEDROCK],
    events: [
      'CreateTrainingJob',
      'CreateHyperParameterTuningJob',
      'CreateAutoMLJob',
      'CreateModelCustomizationJob',
    ],
    line: TRAINING_BUCKET,
    inHistory: true,
  },
  q_writers: {
    sources: ['qbusiness.amazonaws.com'],
    events: ['BatchPutDocument', 'BatchDeleteDocument', 'StartDataSourceSyncJob', 'StopDataSourceSyncJob'],
    line: by(parameter('applicationId'), PRINCIPAL),
  },
  planes: {
    sources: PLANES,
    events: [],
    line: by('eventsource', PRINCIPAL),
    where: `(eventname LIKE '%Inference%' OR eventname LIKE '%Message%' OR eventname LIKE '%Batch%')`,
  },
  agent_callers: {
    sources: BEDROCK,
    events: ['InvokeAgent', 'InvokeInlineAgent', 'InvokeFlow', 'StartFlowExecution'],
    line: by(`coalesce(${parameter('agentId')}, ${parameter('flowIdentifier')}, eventname)`, PRINCIPAL),
  },
  retrievers: {
    sources: BEDROCK,
    events: ['Retrieve', 'RetrieveAndGenerate', 'RetrieveAndGenerateStream', 'AgenticRetrieve'],
    line: by(
      `coalesce(${parameter('knowledgeBaseId')}, ${parameter('retrieveAndGenerateConfiguration.knowledgeBaseConfiguration.knowledgeBaseId')}, 'unknown')`,
      PRINCIPAL,
    ),
  },
  object_readers: {
    sources: ['s3.amazonaws.com'],
    events: ['GetObject'],
    line: by(parameter('bucketName'), PRINCIPAL),
  },
  object_addresses: {
    sources: ['s3.amazonaws.com'],
    events: ['GetObject'],
    line: by(parameter('bucketName'), 'sourceipaddress'),
    where: ELSEWHERE,
  },
  decrypters: {
    sources: ['kms.amazonaws.com'],
    events: ['Decrypt'],
    line: by(KMS_KEY, PRINCIPAL),
    where: ELSEWHERE,
  },
  memory_readers: {
    sources: [...AGENTCORE, ...BEDROCK],
    events: [
      'RetrieveMemoryRecords',
      'ListMemoryRecords',
      'GetMemoryRecord',
      'ListEvents',
      'GetEvent',
      'ListSessions',
      'ListActors',
      'GetAgentMemory',
    ],
    line: by(`coalesce(${parameter('memoryId')}, ${parameter('agentId')}, 'unknown')`, PRINCIPAL),
  },
  role_calls: {
    sources: [],
    events: [],
    line: by(`useridentity.sessioncontext.sessionissuer.arn`, `eventsource || ':' || eventname`),
    where: `useridentity.type = 'AssumedRole'`,
  },
  gateway_callers: {
    sources: AGENTCORE,
    events: ['InvokeGateway', 'InvokeMcp'],
    line: by(GATEWAY, GATEWAY_CALLER),
  },
  gateway_tools: {
    sources: AGENTCORE,
    events: ['InvokeGateway', 'InvokeMcp'],
    line: by(GATEWAY, parameter('body.params.name')),
  },
  endpoint_callers: {
    sources: SAGEMAKER,
    events: ['InvokeEndpoint', 'InvokeEndpointAsync', 'InvokeEndpointWithResponseStream'],
    line: by(`coalesce(${parameter('endpointName')}, element_at(resources, 1).arn)`, PRINCIPAL),
  },
  token_readers: {
    sources: AGENTCORE,
    events: [
      'GetWorkloadAccessToken',
      'GetWorkloadAccessTokenForJWT',
      'GetWorkloadAccessTokenForUserId',
      'GetResourceOauth2Token',
      'GetResourceApiKey',
      'CompleteResourceTokenAuth',
    ],
    line: PRINCIPAL,
  },
  sandbox_users: {
    sources: AGENTCORE,
    events: [
      'CreateCodeInterpreter',
      'CreateBrowser',
      'StartCodeInterpreterSession',
      'InvokeCodeInterpreter',
      'StartBrowserSession',
    ],
    line: by('eventname', PRINCIPAL),
  },
};

function parameter(path: string): string {
  return `json_extract_scalar(requestparameters, '$.${path}')`;
}

function by(what: string, who: string): string {
  return `${what} || ' ' || ${who}`;
}
