/** Where the name in the event is not the name in the API, by `service:operation`. */
const NAMES: Readonly<Record<string, string>> = {
  's3:ListObjectsV2': 'ListObjects',
  's3:GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 'DeleteBucketPublicAccessBlock',
  's3:GetBucketLifecycleConfiguration': 'GetBucketLifecycle',
  's3:PutBucketLifecycleConfiguration': 'PutBucketLifecycle',
  's3:GetBucketNotificationConfiguration': 'GetBucketNotification',
  's3:PutBucketNotificationConfiguration': 'PutBucketNotification',
  ...lambdaNames(),
};

/**
 * Lambda's events carry the version of the API in which the operation came. Unverified in real logs: those of
 * GetFunctionConcurrency, GetPolicy, GetLayerVersion and the tags.
 */
function lambdaNames(): Readonly<Record<string, string>> {
  const versions: Readonly<Record<string, string>> = {
    CreateFunction: '20150331',
    ListFunctions: '20150331',
    DeleteFunction: '20150331',
    ListVersionsByFunction: '20150331',
    GetFunction: '20150331v2',
    GetFunctionConfiguration: '20150331v2',
    UpdateFunctionCode: '20150331v2',
    UpdateFunctionConfiguration: '20150331v2',
    AddPermission: '20150331v2',
    RemovePermission: '20150331v2',
    GetPolicy: '20150331v2',
    PutFunctionConcurrency: '20171031',
    DeleteFunctionConcurrency: '20171031',
    GetFunctionConcurrency: '20190930',
    ListTags: '20170331',
    PublishLayerVersion: '20181031',
    GetLayerVersion: '20181031',
    GetLayerVersionByArn: '20181031',
    TagResource: '20170331v2',
    UntagResource: '20170331v2',
  };
  return Object.fromEntries(
    Object.entries(versions).map(([name, version]) => [`lambda:${name}`, `${name}${version}`]),
  );
}

/**
 * Data events of the other services: logged only where a selector asks for them. That PutLogEvents is one, and that
 * ListMetrics is none, is unverified, as is InvokeAgentRuntime.
 */
const DATA: Readonly<Record<string, ReadonlySet<string>>> = {
  lambda: new Set(['Invoke']),
  'bedrock-agentcore': new Set(['InvokeAgentRuntime']),
  logs: new Set(['PutLogEvents']),
  monitoring: new Set(['GetMetricData', 'PutMetricData']),
  ses: new Set(['SendEmail', 'SendRawEmail']),
};

/** S3 calls about objects and their lists are data events: logged only where a selector asks for them. */
const S3_DATA = new Set([
  'GetObject',
  'HeadObject',
  'PutObject',
  'CopyObject',
  'DeleteObject',
  'DeleteObjects',
  'ListObjects',
  'ListObjectsV2',
  'ListObjectVersions',
  'HeadBucket',
]);

/** Calls of Bedrock that are data events: all that is not a model's own invocation. */
const BEDROCK_DATA = new Set([
  'ApplyGuardrail',
  'InvokeAgent',
  'InvokeFlow',
  'Retrieve',
  'RetrieveAndGenerate',
  'RetrieveAndGenerateStream',
]);

/** Calls that change nothing, whatever their name says. */
const BEDROCK_READS = /^(InvokeModel|Converse|CountTokens|ApplyGuardrail|InvokeAgent|InvokeFlow|Retrieve)/;

/** `service` is the short name of the event source. */
export function eventName(service: string, operation: string): string {
  return NAMES[`${service}:${operation}`] ?? operation;
}

export function isDataEvent(service: string, operation: string): boolean {
  if (service === 'bedrock') return BEDROCK_DATA.has(operation);
  return (service === 's3' && S3_DATA.has(operation)) || DATA[service]?.has(operation) === true;
}

/** Operations that change nothing, whatever they are called. */
const READS = new Set([
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:FilterLogEvents',
  'logs:StartQuery',
]);

/** As CloudTrail has it: taking up a role counts as reading. */
export function isReadOnly(service: string, operation: string): boolean {
  if (service === 'bedrock' && BEDROCK_READS.test(operation)) return true;
  return (
    service === 'sts' ||
    READS.has(`${service}:${operation}`) ||
    /^(Get|List|Describe|Lookup|Head|Search|Simulate)/.test(operation)
  );
}
