/** One policy of AWS's own: its default version, as published. */
export interface ManagedPolicy {
  readonly name: string;
  readonly versionId: string;
  readonly document: object;
}

const allow = (
  Action: readonly string[],
  Resource: string | readonly string[] = '*',
  Condition?: object,
): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

const prefixed = (service: string, names: string): readonly string[] =>
  names.split(' ').map((name) => `${service}:${name}`);

/** Actions that AWS denies to a key it found in public (version 3). What is not here stays open: see FACTS C03. */
const QUARANTINED: readonly string[] = [
  ...prefixed('amplify', 'CreateBackendEnvironment CreateDeployment'),
  ...prefixed(
    'bedrock',
    'CreateFoundationModelAgreement CreateModelInvocationJob InvokeModel InvokeModelWithResponseStream PutFoundationModelEntitlement',
  ),
  ...prefixed('cloudtrail', 'LookupEvents'),
  ...prefixed('codebuild', 'CreateProject'),
  ...prefixed(
    'ec2',
    'AcceptReservedInstancesExchangeQuote CreateReservedInstancesListing PurchaseReservedInstancesOffering RequestSpotInstances RunInstances StartInstances',
  ),
  ...prefixed('ecr', 'GetAuthorizationToken'),
  ...prefixed('ecs', 'CreateCluster CreateService RegisterTaskDefinition'),
  ...prefixed('glue', 'CreateJob'),
  ...prefixed(
    'iam',
    'AddUserToGroup AttachGroupPolicy AttachRolePolicy AttachUserPolicy ChangePassword CreateAccessKey CreateInstanceProfile CreateLoginProfile',
  ),
  ...prefixed(
    'iam',
    'CreatePolicyVersion CreateRole CreateUser DeleteAccessKey DeleteRole DetachUserPolicy ListUsers PassRole PutGroupPolicy PutRolePolicy',
  ),
  ...prefixed(
    'iam',
    'PutUserPermissionsBoundary PutUserPolicy SetDefaultPolicyVersion UpdateAccessKey UpdateAccountPasswordPolicy UpdateAssumeRolePolicy',
  ),
  ...prefixed('iam', 'UpdateLoginProfile UpdateUser'),
  ...prefixed(
    'lambda',
    'AddLayerVersionPermission AddPermission CreateFunction GetEventSourceMapping GetPolicy ListTags',
  ),
  ...prefixed('lambda', 'PutProvisionedConcurrencyConfig TagResource UntagResource UpdateFunctionCode'),
  ...prefixed('lightsail', 'Create* Delete* DownloadDefaultKeyPair GetInstanceAccessDetails Start* Update*'),
  ...prefixed('mediapackagev2', 'CreateChannel'),
  ...prefixed('organizations', 'CreateAccount CreateOrganization InviteAccountToOrganization'),
  ...prefixed(
    's3',
    'CreateBucket DeleteBucket DeleteBucketPolicy DeleteObject DeleteObjectVersion GetObject ListAllMyBuckets ListBucket',
  ),
  ...prefixed(
    's3',
    'ObjectOwnerOverrideToBucketOwner PutAccountPublicAccessBlock PutBucketAcl PutBucketCors PutBucketOwnershipControls',
  ),
  ...prefixed('s3', 'PutBucketPolicy PutLifecycleConfiguration'),
  ...prefixed('sagemaker', 'CreateEndpointConfig CreateProcessingJob'),
  ...prefixed('savingsplans', 'CreateSavingsPlan'),
  ...prefixed('ses', 'GetSendQuota ListIdentities'),
  ...prefixed('sns', 'GetSMSAttributes'),
  ...prefixed('sts', 'GetFederationToken GetSessionToken'),
];

const BEDROCK_LIMITED: readonly string[] = prefixed(
  'bedrock',
  'Get* List* CallWithBearerToken BatchDeleteEvaluationJob CancelAutomatedReasoningPolicyBuildWorkflow CreateAutomatedReasoningPolicy CreateAutomatedReasoningPolicyTestCase CreateAutomatedReasoningPolicyVersion CreateEvaluationJob CreateGuardrail CreateGuardrailVersion CreateInferenceProfile CreateModelCopyJob CreateModelCustomizationJob CreateModelImportJob CreateModelInvocationJob CreatePromptRouter CreateProvisionedModelThroughput DeleteAutomatedReasoningPolicy DeleteAutomatedReasoningPolicyBuildWorkflow DeleteAutomatedReasoningPolicyTestCase DeleteCustomModel DeleteGuardrail DeleteImportedModel DeleteInferenceProfile DeletePromptRouter DeleteProvisionedModelThroughput ExportAutomatedReasoningPolicyVersion StartAutomatedReasoningPolicyBuildWorkflow StartAutomatedReasoningPolicyTestWorkflow StopEvaluationJob StopModelCustomizationJob StopModelInvocationJob TagResource UntagResource UpdateAutomatedReasoningPolicy UpdateAutomatedReasoningPolicyAnnotations UpdateAutomatedReasoningPolicyTestCase UpdateGuardrail UpdateProvisionedModelThroughput ApplyGuardrail InvokeAutomatedReasoningPolicy InvokeModel InvokeModelWithResponseStream',
);

const VIA_BEDROCK = { StringEquals: { 'aws:CalledViaLast': 'bedrock.amazonaws.com' } };
const MARKETPLACE = allow(
  prefixed('aws-marketplace', 'Subscribe ViewSubscriptions Unsubscribe'),
  '*',
  VIA_BEDROCK,
);
const CONSOLE = allow([
  'iam:ListRoles',
  ...prefixed('ec2', 'DescribeVpcs DescribeSubnets DescribeSecurityGroups'),
]);
const DESCRIBE_KEY = allow(['kms:DescribeKey'], 'arn:*:kms:*:::*');
const PASS_TO_BEDROCK = allow(['iam:PassRole'], 'arn:aws:iam::*:role/*AmazonBedrock*', {
  StringEquals: { 'iam:PassedToService': ['bedrock.amazonaws.com'] },
});

/** The part of ReadOnlyAccess that bears on the services of the account; put together from AWS's document by hand, not line by line verified. */
const READ_ONLY: readonly string[] = [
  ...prefixed('bedrock', 'Get* List*'),
  ...prefixed('bedrock-agentcore', 'Get* List*'),
  ...prefixed('budgets', 'Describe* View*'),
  ...prefixed('ce', 'Describe* Get* List*'),
  ...prefixed('cloudtrail', 'Describe* Get* List* LookupEvents'),
  ...prefixed('cloudwatch', 'Describe* Get* List*'),
  ...prefixed('config', 'Describe* Get* List*'),
  ...prefixed('ec2', 'Describe* Get* SearchTransitGatewayRoutes'),
  ...prefixed('guardduty', 'Describe* Get* List*'),
  ...prefixed('iam', 'Generate* Get* List* Simulate*'),
  ...prefixed('kms', 'Describe* Get* List*'),
  ...prefixed('lambda', 'Get* List*'),
  ...prefixed('logs', 'Describe* FilterLogEvents Get* List* StartLiveTail StartQuery StopLiveTail StopQuery'),
  ...prefixed('organizations', 'Describe* List*'),
  ...prefixed('qbusiness', 'Get* List*'),
  ...prefixed('s3', 'DescribeJob Get* List*'),
  ...prefixed('sagemaker', 'Describe* Get* List* Search'),
  ...prefixed('secretsmanager', 'DescribeSecret GetResourcePolicy ListSecrets ListSecretVersionIds'),
  ...prefixed('ses', 'BatchGetMetricData Describe* Get* List*'),
  ...prefixed('sts', 'GetAccessKeyInfo GetCallerIdentity GetSessionToken'),
];

/** The same of SecurityAudit: configuration, and no data. */
const SECURITY_AUDIT: readonly string[] = [
  ...prefixed('bedrock', 'GetCustomModel GetModelInvocationLoggingConfiguration ListCustomModels'),
  ...prefixed('cloudtrail', 'Describe* Get* List* LookupEvents'),
  ...prefixed('cloudwatch', 'Describe* ListTagsForResource'),
  ...prefixed('ec2', 'Describe*'),
  ...prefixed('guardduty', 'Get* List*'),
  ...prefixed('iam', 'GenerateCredentialReport GenerateServiceLastAccessedDetails Get* List* Simulate*'),
  ...prefixed('kms', 'Describe* Get* List*'),
  ...prefixed('lambda', 'GetAccountSettings GetFunctionConfiguration GetPolicy List*'),
  ...prefixed('logs', 'Describe* ListTagsLogGroup'),
  ...prefixed('organizations', 'Describe* List*'),
  ...prefixed(
    's3',
    'GetAccountPublicAccessBlock GetBucket* GetEncryptionConfiguration GetLifecycleConfiguration',
  ),
  ...prefixed('s3', 'GetObjectAcl GetObjectVersionAcl GetReplicationConfiguration ListAllMyBuckets'),
  ...prefixed('sagemaker', 'Describe* List*'),
  ...prefixed('secretsmanager', 'DescribeSecret GetResourcePolicy ListSecrets ListSecretVersionIds'),
  ...prefixed('ses', 'Describe* GetAccountSendingEnabled GetIdentity* GetSendQuota List*'),
];

/** The AWS managed policies that the simulated account has, with their real effect on the services it serves. */
export const MANAGED_POLICIES: readonly ManagedPolicy[] = [
  managed('AdministratorAccess', 'v1', [allow(['*'])]),
  managed('AWSDenyAll', 'v1', [{ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }]),
  managed('AWSCompromisedKeyQuarantineV3', 'v2', [{ Effect: 'Deny', Action: QUARANTINED, Resource: ['*'] }]),
  managed('AmazonBedrockLimitedAccess', 'v7', [
    allow(BEDROCK_LIMITED),
    DESCRIBE_KEY,
    CONSOLE,
    allow(prefixed('bedrock-mantle', 'CallWithBearerToken Get* List* CreateInference')),
    MARKETPLACE,
  ]),
  managed('AmazonBedrockFullAccess', 'v10', [
    allow(['bedrock:*']),
    allow(['bedrock-mantle:*']),
    DESCRIBE_KEY,
    CONSOLE,
    PASS_TO_BEDROCK,
    MARKETPLACE,
  ]),
  managed('IAMReadOnlyAccess', 'v4', [
    allow(
      prefixed(
        'iam',
        'GenerateCredentialReport GenerateServiceLastAccessedDetails Get* List* SimulateCustomPolicy SimulatePrincipalPolicy',
      ),
    ),
  ]),
  managed('ReadOnlyAccess', 'v1', [allow(READ_ONLY)]),
  managed('SecurityAudit', 'v1', [allow(SECURITY_AUDIT)]),
];

/** `arn:aws:iam::aws:policy/NAME`. */
export function managedPolicyArn(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}

function managed(name: string, versionId: string, statements: readonly object[]): ManagedPolicy {
  return { name, versionId, document: { Version: '2012-10-17', Statement: statements } };
}
