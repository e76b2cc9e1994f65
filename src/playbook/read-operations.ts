import type { ReadCall } from '../model/playbook.ts';

/**
 * Why a read is refused by name although IAM calls it a read: it makes credentials or gives secrets out. Null when it
 * is not. Reviewed by hand against the service authorization reference; the form of a name catches what is new.
 */
export function isRefusedRead({ client, operation, input }: Pick<ReadCall, 'client' | 'operation' | 'input'>): string | null {
  const name = `${client}:${operation}`;
  if (MINTS.has(name) || MINTS_ANYWHERE.test(operation)) return 'it makes credentials, and the tool is never to hold more than it was given';
  if (SECRETS.has(name)) return 'it gives a secret out, and a secret is not to enter the evidence';
  if (client === 'ssm' && operation.startsWith('GetParameter') && input['WithDecryption'] === true) {
    return 'with WithDecryption it gives a secret out, and a secret is not to enter the evidence';
  }
  if (SAFE_NAMES.has(name) || SAFE_VERBS.test(operation)) return null;
  return SECRET_WORDS.test(operation) ? 'its name says that it gives a credential or a secret out' : null;
}

const MINTS_ANYWHERE = /^(Assume(Role|Root)|Create(Token|Session)$|Generate(DataKey|Mac|Random)|Get(SessionToken|FederationToken|AuthorizationToken))/;

const MINTS: ReadonlySet<string> = new Set([
  'cognito-identity:GetCredentialsForIdentity',
  'cognito-identity:GetOpenIdToken',
  'cognito-identity:GetOpenIdTokenForDeveloperIdentity',
  'connect:GetFederationToken',
  'datazone:GetEnvironmentCredentials',
  'emr-containers:GetManagedEndpointSessionCredentials',
  'lakeformation:GetTemporaryGluePartitionCredentials',
  'lakeformation:GetTemporaryGlueTableCredentials',
  'quicksight:GetDashboardEmbedUrl',
  'quicksight:GetSessionEmbedUrl',
  'redshift:GetClusterCredentials',
  'redshift:GetClusterCredentialsWithIAM',
  'redshift-serverless:GetCredentials',
  's3control:GetDataAccess',
  'sso:GetRoleCredentials',
  'workmail:GetImpersonationRoleEffect',
]);

const SECRETS: ReadonlySet<string> = new Set([
  'api-gateway:GetApiKey',
  'api-gateway:GetApiKeys',
  'appsync:ListApiKeys',
  'bedrock-agentcore:GetResourceApiKey',
  'bedrock-agentcore:GetResourceOauth2Token',
  'bedrock-agentcore:GetWorkloadAccessToken',
  'bedrock-agentcore:GetWorkloadAccessTokenForJWT',
  'bedrock-agentcore:GetWorkloadAccessTokenForUserId',
  'ec2:GetConsoleOutput',
  'ec2:GetConsoleScreenshot',
  'ec2:GetPasswordData',
  'glue:GetConnection',
  'glue:GetConnections',
  'kms:Decrypt',
  'kms:ReEncrypt',
  'lightsail:DownloadDefaultKeyPair',
  'lightsail:GetInstanceAccessDetails',
  'lightsail:GetRelationalDatabaseMasterUserPassword',
  's3:GetObject',
  'secrets-manager:BatchGetSecretValue',
  'secrets-manager:GetRandomPassword',
  'secrets-manager:GetSecretValue',
]);

const SECRET_WORDS = /Credential|Secret|Password|Token|AuthCode|Presigned|PrivateKey/;
const SAFE_VERBS = /^(List|Describe)/;

/** Names with such a word that give neither away. */
const SAFE_NAMES: ReadonlySet<string> = new Set([
  'iam:GenerateCredentialReport',
  'iam:GetAccountPasswordPolicy',
  'iam:GetCredentialReport',
  'secrets-manager:GetResourcePolicy',
  'bedrock-agentcore-control:GetApiKeyCredentialProvider',
  'bedrock-agentcore-control:GetOauth2CredentialProvider',
  'bedrock-agentcore-control:GetTokenVault',
]);

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
  'resource-explorer-2': 'resource-explorer-2',
  'resource-groups-tagging-api': 'tag',
  's3-control': 's3',
  s3control: 's3',
  's3vectors': 's3vectors',
  'secrets-manager': 'secretsmanager',
  'service-quotas': 'servicequotas',
  sesv2: 'ses',
  sfn: 'states',
  'sso-admin': 'sso',
  wafv2: 'wafv2',
};

/** Operations whose action in IAM has another name, by `client:operation`. */
export const IAM_ACTIONS: Readonly<Record<string, string>> = {
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
  's3control:GetPublicAccessBlock': 'GetAccountPublicAccessBlock',
};

/** Reviewed: IAM gives these another level than Read or List, and they change nothing. */
export const REVIEWED_READS: ReadonlySet<string> = new Set([
  'iam:GenerateCredentialReport',
  'iam:GenerateServiceLastAccessedDetails',
  'iam:GetContextKeysForPrincipalPolicy',
  'iam:SimulatePrincipalPolicy',
  'sts:DecodeAuthorizationMessage',
]);
