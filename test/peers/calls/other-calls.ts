import type { CalledOperation } from './called.ts';

const KEY_NONE = '99999999-8888-4777-8666-555555555555';
const OWN_ROLE = 'arn:aws:iam::111122223333:role/own';
const ROLE = 'arn:aws:iam::111122223333:role/fn';

/** STS. */
export const STS_CALLS: readonly CalledOperation[] = [
  ['AssumeRole', { RoleArn: OWN_ROLE, RoleSessionName: 'conformance' }],
  ['GetSessionToken', { DurationSeconds: 3600 }],
  ['GetSessionToken', {}],
  ['AssumeRole', { RoleArn: OWN_ROLE, RoleSessionName: 'conformance', DurationSeconds: 900 }],
  ['AssumeRole', { RoleArn: OWN_ROLE, RoleSessionName: 'conformance', DurationSeconds: 60_000 }],
];

const trail = { Name: 'main' };
const selectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true }];

/** CloudTrail: trails. */
export const CLOUDTRAIL_CALLS: readonly CalledOperation[] = [
  ['DescribeTrails', {}],
  ['CreateTrail', { ...trail, S3BucketName: 'example-conformance' }],
  ['CreateTrail', { Name: 'other', S3BucketName: 'example-conformance-none' }],
  ['CreateTrail', { Name: 'x', S3BucketName: 'example-conformance' }],
  ['CreateTrail', { Name: '-x-', S3BucketName: 'example-conformance' }],
  ['GetTrail', trail],
  ['GetTrail', { Name: 'none' }],
  ['DescribeTrails', {}],
  ['DescribeTrails', { trailNameList: ['none'] }],
  ['ListTrails', {}],
  ['GetTrailStatus', trail],
  ['GetTrailStatus', { Name: 'none' }],
  ['StartLogging', trail],
  ['StartLogging', { Name: 'none' }],
  ['GetTrailStatus', trail],
  ['GetEventSelectors', { TrailName: 'main' }],
  ['PutEventSelectors', { TrailName: 'main', EventSelectors: selectors }],
  ['GetEventSelectors', { TrailName: 'main' }],
  ['StopLogging', trail],
  ['UpdateTrail', { ...trail, IsMultiRegionTrail: true }],
  ['UpdateTrail', { Name: 'none', IsMultiRegionTrail: true }],
  ['DeleteTrail', trail],
  ['DeleteTrail', { Name: 'none' }],
  ['DescribeTrails', {}],
];

/** The smallest archive there is. */
const ZipFile = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');
const FunctionName = 'worker';
const LayerName = 'shared';
const permission = { StatementId: 'front', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' };

/** Lambda. */
export const LAMBDA_CALLS: readonly CalledOperation[] = [
  ['ListFunctions', {}],
  [
    'CreateFunction',
    { FunctionName, Role: ROLE, Runtime: 'python3.12', Handler: 'main.handler', Code: { ZipFile } },
  ],
  [
    'CreateFunction',
    { FunctionName, Role: ROLE, Runtime: 'python3.12', Handler: 'main.handler', Code: { ZipFile } },
  ],
  ['GetFunction', { FunctionName }],
  ['GetFunction', { FunctionName: 'none' }],
  ['GetFunctionConfiguration', { FunctionName }],
  ['UpdateFunctionConfiguration', { FunctionName, Timeout: 30, Environment: { Variables: { A: 'b' } } }],
  ['GetFunctionConfiguration', { FunctionName }],
  ['UpdateFunctionConfiguration', { FunctionName: 'none', Timeout: 30 }],
  ['PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 }],
  ['GetFunctionConcurrency', { FunctionName }],
  ['DeleteFunctionConcurrency', { FunctionName }],
  ['GetPolicy', { FunctionName }],
  ['AddPermission', { FunctionName, ...permission }],
  ['AddPermission', { FunctionName: 'none', ...permission }],
  ['GetPolicy', { FunctionName }],
  ['RemovePermission', { FunctionName, StatementId: 'none' }],
  ['RemovePermission', { FunctionName, StatementId: 'front' }],
  ['CreateFunctionUrlConfig', { FunctionName, AuthType: 'NONE' }],
  ['GetFunctionUrlConfig', { FunctionName }],
  ['UpdateFunctionUrlConfig', { FunctionName, AuthType: 'AWS_IAM' }],
  ['DeleteFunctionUrlConfig', { FunctionName }],
  ['GetFunctionUrlConfig', { FunctionName }],
  ['PublishVersion', { FunctionName }],
  ['ListVersionsByFunction', { FunctionName }],
  ['DeleteFunction', { FunctionName }],
  ['DeleteFunction', { FunctionName: 'none' }],
  ['PublishLayerVersion', { LayerName, Content: { ZipFile } }],
  ['PublishLayerVersion', { LayerName, Content: { ZipFile } }],
  ['GetLayerVersion', { LayerName, VersionNumber: 2 }],
  ['GetLayerVersion', { LayerName, VersionNumber: 9 }],
  ['GetLayerVersion', { LayerName: 'none', VersionNumber: 1 }],
];

/** KMS. */
export const KMS_CALLS: readonly CalledOperation[] = [
  ['ListKeys', {}],
  ['CreateKey', { Description: 'conformance' }],
  ['DescribeKey', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['DescribeKey', { KeyId: KEY_NONE }],
  ['CreateAlias', (of) => ({ AliasName: 'alias/own', TargetKeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['CreateAlias', (of) => ({ AliasName: 'alias/own', TargetKeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['CreateAlias', (of) => ({ AliasName: 'own', TargetKeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['ListAliases', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['GetKeyPolicy', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId'), PolicyName: 'default' })],
  ['GetKeyPolicy', { KeyId: KEY_NONE, PolicyName: 'default' }],
  ['Encrypt', { KeyId: 'alias/own', Plaintext: Buffer.from('words') }],
  ['Encrypt', { KeyId: 'alias/none', Plaintext: Buffer.from('words') }],
  ['Encrypt', { KeyId: KEY_NONE, Plaintext: Buffer.from('words') }],
  ['GenerateDataKey', { KeyId: 'alias/own', KeySpec: 'AES_256' }],
  ['DisableKey', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['DisableKey', { KeyId: KEY_NONE }],
  ['DescribeKey', { KeyId: 'alias/own' }],
  ['Encrypt', { KeyId: 'alias/own', Plaintext: Buffer.from('words') }],
  ['EnableKey', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['EnableKey', { KeyId: KEY_NONE }],
  ['ListGrants', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  [
    'CreateGrant',
    (of) => ({
      KeyId: of('CreateKey', 'KeyMetadata.KeyId'),
      GranteePrincipal: ROLE,
      Operations: ['Decrypt'],
      Name: 'own',
    }),
  ],
  ['ListGrants', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  [
    'RevokeGrant',
    (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId'), GrantId: of('CreateGrant', 'GrantId') }),
  ],
  ['DeleteAlias', { AliasName: 'alias/own' }],
  ['DeleteAlias', { AliasName: 'alias/none' }],
  ['ScheduleKeyDeletion', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId'), PendingWindowInDays: 7 })],
  ['ScheduleKeyDeletion', { KeyId: KEY_NONE }],
  ['CancelKeyDeletion', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['DescribeKey', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
  ['ScheduleKeyDeletion', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId'), PendingWindowInDays: 7 })],
  ['EnableKey', (of) => ({ KeyId: of('CreateKey', 'KeyMetadata.KeyId') })],
];

const logGroupName = '/example/app';
const logStreamName = 'one';

/** CloudWatch Logs. */
export const LOGS_CALLS: readonly CalledOperation[] = [
  ['DescribeLogGroups', {}],
  ['CreateLogGroup', { logGroupName }],
  ['CreateLogGroup', { logGroupName }],
  ['PutRetentionPolicy', { logGroupName, retentionInDays: 30 }],
  ['PutRetentionPolicy', { logGroupName: '/none', retentionInDays: 30 }],
  ['DescribeLogGroups', { logGroupNamePrefix: '/example' }],
  ['DeleteRetentionPolicy', { logGroupName }],
  ['DeleteRetentionPolicy', { logGroupName: '/none' }],
  ['CreateLogStream', { logGroupName, logStreamName }],
  ['CreateLogStream', { logGroupName, logStreamName }],
  ['CreateLogStream', { logGroupName: '/none', logStreamName }],
  ['DescribeLogStreams', { logGroupName }],
  ['DescribeLogStreams', { logGroupName: '/none' }],
  [
    'PutLogEvents',
    () => ({
      logGroupName,
      logStreamName,
      logEvents: ['first word', 'second word'].map((message, index) => ({
        message,
        timestamp: Date.now() - 60_000 + index,
      })),
    }),
  ],
  ['PutLogEvents', { logGroupName, logStreamName: 'none', logEvents: [{ message: 'x', timestamp: 1 }] }],
  ['GetLogEvents', { logGroupName, logStreamName, startFromHead: true }],
  ['GetLogEvents', { logGroupName, logStreamName: 'none' }],
  ['FilterLogEvents', { logGroupName, filterPattern: 'second' }],
  ['FilterLogEvents', { logGroupName: '/none' }],
  [
    'PutMetricFilter',
    {
      logGroupName,
      filterName: 'words',
      filterPattern: 'word',
      metricTransformations: [{ metricName: 'Words', metricNamespace: 'Own', metricValue: '1' }],
    },
  ],
  ['DescribeMetricFilters', { logGroupName }],
  ['DeleteMetricFilter', { logGroupName, filterName: 'words' }],
  ['DescribeSubscriptionFilters', { logGroupName }],
  ['DescribeSubscriptionFilters', { logGroupName: '/none' }],
  ['DeleteLogStream', { logGroupName, logStreamName: 'none' }],
  ['DeleteLogStream', { logGroupName, logStreamName }],
  ['DeleteLogGroup', { logGroupName }],
  ['DeleteLogGroup', { logGroupName }],
];

const SCP = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'ec2:RunInstances', Resource: '*' }],
});
const policy = (of: (operation: string, path: string) => string): object => ({
  PolicyId: of('CreatePolicy', 'Policy.PolicySummary.Id'),
});

/** Organizations, of a management account. */
export const ORGANIZATIONS_CALLS: readonly CalledOperation[] = [
  ['DescribeOrganization', {}],
  ['ListRoots', {}],
  ['ListAccounts', {}],
  ['ListOrganizationalUnitsForParent', (of) => ({ ParentId: of('ListRoots', 'Roots.0.Id') })],
  ['ListChildren', (of) => ({ ParentId: of('ListRoots', 'Roots.0.Id'), ChildType: 'ACCOUNT' })],
  ['ListParents', { ChildId: '111122223333' }],
  ['ListParents', { ChildId: '444455556666' }],
  [
    'CreatePolicy',
    { Name: 'no-ec2', Description: 'No instances', Type: 'SERVICE_CONTROL_POLICY', Content: SCP },
  ],
  [
    'CreatePolicy',
    { Name: 'no-ec2', Description: 'No instances', Type: 'SERVICE_CONTROL_POLICY', Content: SCP },
  ],
  ['DescribePolicy', policy],
  ['DescribePolicy', { PolicyId: 'p-00000000' }],
  ['ListPolicies', { Filter: 'SERVICE_CONTROL_POLICY' }],
  ['AttachPolicy', (of) => ({ ...policy(of), TargetId: of('ListRoots', 'Roots.0.Id') })],
  ['AttachPolicy', (of) => ({ ...policy(of), TargetId: of('ListRoots', 'Roots.0.Id') })],
  ['AttachPolicy', (of) => ({ PolicyId: 'p-00000000', TargetId: of('ListRoots', 'Roots.0.Id') })],
  ['ListTargetsForPolicy', policy],
  [
    'ListPoliciesForTarget',
    (of) => ({ TargetId: of('ListRoots', 'Roots.0.Id'), Filter: 'SERVICE_CONTROL_POLICY' }),
  ],
  ['DeletePolicy', policy],
  ['DetachPolicy', (of) => ({ ...policy(of), TargetId: of('ListRoots', 'Roots.0.Id') })],
  ['DetachPolicy', (of) => ({ ...policy(of), TargetId: of('ListRoots', 'Roots.0.Id') })],
  ['UpdatePolicy', (of) => ({ ...policy(of), Description: 'None at all' })],
  ['DeletePolicy', policy],
  ['DeletePolicy', policy],
];

/** SES, the first version. */
export const SES_CALLS: readonly CalledOperation[] = [
  ['ListIdentities', {}],
  ['VerifyEmailIdentity', { EmailAddress: 'sender@example.com' }],
  ['ListIdentities', {}],
  ['GetSendQuota', {}],
];

const delivered = {
  textDataDeliveryEnabled: true,
  imageDataDeliveryEnabled: true,
  embeddingDataDeliveryEnabled: true,
  videoDataDeliveryEnabled: true,
};

/** Bedrock, what moto has of it. */
export const BEDROCK_CALLS: readonly CalledOperation[] = [
  ['GetModelInvocationLoggingConfiguration', {}],
  [
    'PutModelInvocationLoggingConfiguration',
    { loggingConfig: { ...delivered, s3Config: { bucketName: 'example-conformance' } } },
  ],
  ['GetModelInvocationLoggingConfiguration', {}],
  ['DeleteModelInvocationLoggingConfiguration', {}],
  ['GetModelInvocationLoggingConfiguration', {}],
  ['ListCustomModels', {}],
  ['GetCustomModel', { modelIdentifier: 'none' }],
  ['DeleteCustomModel', { modelIdentifier: 'none' }],
  ['ListModelCustomizationJobs', {}],
  ['GetModelCustomizationJob', { jobIdentifier: 'none' }],
];
