import type { ReadCall } from '../model/playbook.ts';

/**
 * Why a read is refused by name although IAM calls it a read: it makes credentials or gives secrets out. Null when it
 * is not. Reviewed by hand against the service authorization reference; the form of a name catches what is new.
 */
export function refusedRead({
  client,
  operation,
  input,
}: Pick<ReadCall, 'client' | 'operation' | 'input'>): string | null {
  const name = `${client}:${operation}`;
  if (MINTS.has(name) || MINTS_ANYWHERE.test(operation))
    return 'it makes credentials, and the tool is never to hold more than it was given';
  if (SECRETS.has(name)) return 'it gives a secret out, and a secret is not to enter the evidence';
  if (client === 'ssm' && operation.startsWith('GetParameter') && input['WithDecryption'] === true) {
    return 'with WithDecryption it gives a secret out, and a secret is not to enter the evidence';
  }
  if (SAFE_NAMES.has(name) || SAFE_VERBS.test(operation)) return null;
  return SECRET_WORDS.test(operation) ? 'its name says that it gives a credential or a secret out' : null;
}

const MINTS_ANYWHERE =
  /^(Assume(Role|Root)|Create(Token|Session)$|Generate(DataKey|Mac|Random)|Get(SessionToken|FederationToken|AuthorizationToken))/;

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
  's3-control:GetDataAccess',
  'sso:GetRoleCredentials',
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
