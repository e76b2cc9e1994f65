/** Clients whose name in the SDK is not the prefix of their actions in IAM. */
export const IAM_PREFIXES: Readonly<Record<string, string>> = {
  accessanalyzer: 'access-analyzer',
  'api-gateway': 'apigateway',
  apigatewayv2: 'apigateway',
  'application-auto-scaling': 'application-autoscaling',
  'auto-scaling': 'autoscaling',
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-agentcore-control': 'bedrock-agentcore',
  'bedrock-data-automation': 'bedrock',
  'bedrock-runtime': 'bedrock',
  'cloudwatch-logs': 'logs',
  'cognito-identity-provider': 'cognito-idp',
  'config-service': 'config',
  'cost-explorer': 'ce',
  efs: 'elasticfilesystem',
  'elastic-load-balancing': 'elasticloadbalancing',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  eventbridge: 'events',
  opensearch: 'es',
  opensearchserverless: 'aoss',
  'resource-groups-tagging-api': 'tag',
  's3-control': 's3',
  'secrets-manager': 'secretsmanager',
  'service-quotas': 'servicequotas',
  sesv2: 'ses',
  sfn: 'states',
  'sso-admin': 'sso',
};

/** Operations whose action in IAM has another name, by `client:operation`. */
export const IAM_ACTIONS: Readonly<Record<string, string>> = {
  'budgets:CreateBudget': 'ModifyBudget',
  'budgets:DeleteBudget': 'ModifyBudget',
  'budgets:DescribeBudget': 'ViewBudget',
  'budgets:DescribeBudgets': 'ViewBudget',
  'budgets:DescribeNotificationsForBudget': 'ViewBudget',
  // The service authorization reference: GetLayerVersion "also supports GetLayerVersionByArn API".
  'lambda:GetLayerVersionByArn': 'GetLayerVersion',
  's3:GetBucketEncryption': 'GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 'GetLifecycleConfiguration',
  's3:GetBucketNotificationConfiguration': 'GetBucketNotification',
  's3:GetBucketReplication': 'GetReplicationConfiguration',
  's3:GetObjectLockConfiguration': 'GetBucketObjectLockConfiguration',
  's3:GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  's3:HeadBucket': 'ListBucket',
  's3:HeadObject': 'GetObjectAttributes',
  's3:ListBuckets': 'ListAllMyBuckets',
  's3:ListMultipartUploads': 'ListBucketMultipartUploads',
  's3:ListObjectVersions': 'ListBucketVersions',
  's3:ListObjects': 'ListBucket',
  's3:ListObjectsV2': 'ListBucket',
  's3-control:GetPublicAccessBlock': 'GetAccountPublicAccessBlock',
};

/** Prefixes above that are no client's name. */
export const NOT_CLIENTS: ReadonlySet<string> = new Set(
  Object.values(IAM_PREFIXES).filter(
    (prefix) => !['s3', 'ses', 'sso', 'bedrock', 'bedrock-agentcore'].includes(prefix),
  ),
);

/** What a name has to begin with: IAM calls InvokeModel and StartLiveTail reads as well. */
export const READING_VERBS =
  /^(Get|List|Describe|BatchGet|BatchDescribe|Lookup|Search|Head|Filter|Check|Validate|Simulate)/;

/** Reviewed: no name of a read, or another level than Read or List in IAM, and yet they change nothing. */
export const REVIEWED_READS: ReadonlySet<string> = new Set([
  'iam:GenerateCredentialReport',
  'iam:GenerateServiceLastAccessedDetails',
  'sts:DecodeAuthorizationMessage',
]);

/**
 * What an identity needs to make a call, where that is another action than the one that tells its access level
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html).
 */
export const POLICY_ACTIONS: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'InvokeFunction',
  'bedrock-runtime:Converse': 'InvokeModel',
  'bedrock-runtime:ConverseStream': 'InvokeModelWithResponseStream',
  's3:HeadObject': 'GetObject',
  's3:DeleteBucketLifecycle': 'PutLifecycleConfiguration',
  's3:DeleteBucketEncryption': 'PutEncryptionConfiguration',
  's3:DeletePublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:PutBucketLifecycleConfiguration': 'PutLifecycleConfiguration',
  's3:PutBucketEncryption': 'PutEncryptionConfiguration',
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:PutObjectLockConfiguration': 'PutBucketObjectLockConfiguration',
  's3:CopyObject': 'PutObject',
};

/**
 * What a call needs besides its own action: what it copies from, and the role it names (FACTS section 6). Only what
 * heptad itself calls stands here.
 */
export const NEEDED_TOO: Readonly<Record<string, readonly string[]>> = {
  's3:CopyObject': ['s3:GetObject', 's3:GetObjectVersion'],
  's3:PutObjectRetention': ['s3:BypassGovernanceRetention'],
  'bedrock:PutModelInvocationLoggingConfiguration': ['iam:PassRole'],
  'bedrock-agentcore-control:UpdateGateway': ['iam:PassRole'],
  'cloudtrail:UpdateTrail': ['iam:PassRole'],
  // Which of these AWS asks for is unverified; the guide to vended logs lists them for a log group as destination.
  'cloudwatch-logs:PutDeliverySource': ['bedrock:AllowVendedLogDeliveryForResource'],
  'cloudwatch-logs:CreateDelivery': ['logs:PutResourcePolicy', 'logs:DescribeResourcePolicies'],
};
