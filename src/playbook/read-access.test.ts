import { describe, expect, it } from 'vitest';
import { IAM_ACTIONS } from './iam-names.ts';
import { readAccess } from './read-access.ts';
import { refusedRead } from './refused-reads.ts';

describe('readAccess', () => {
  it.each([
    ['iam', 'ListAccessKeys'],
    ['iam', 'GenerateCredentialReport'],
    ['s3', 'GetBucketEncryption'],
    ['s3', 'ListBuckets'],
    ['bedrock', 'GetModelInvocationLoggingConfiguration'],
    ['bedrock-agent', 'ListKnowledgeBases'],
    ['bedrock-agentcore-control', 'ListGateways'],
    ['cloudwatch-logs', 'DescribeLogGroups'],
    ['cloudtrail', 'GetEventSelectors'],
    ['service-quotas', 'ListServiceQuotas'],
    ['guardduty', 'ListFindings'],
    ['organizations', 'DescribeOrganization'],
  ])('%s %s reads', async (client, operation) => {
    expect(await readAccess(client, operation)).toEqual({ kind: 'reads' });
    expect(refusedRead({ client, operation, input: {} })).toBeNull();
  });

  it.each([
    ['iam', 'DeleteAccessKey', 'changes'],
    // IAM classes these as reads.
    ['bedrock-runtime', 'InvokeModel', 'changes'],
    ['cloudwatch-logs', 'StartLiveTail', 'changes'],
    ['iam', 'ListAcessKeys', 'unknown-operation'],
    ['iam', 'listaccesskeys', 'unknown-operation'],
    ['logs', 'DescribeLogGroups', 'unknown-client'],
    ['nothing', 'ListThings', 'unknown-client'],
  ])('%s %s is %s', async (client, operation, kind) => {
    expect(await readAccess(client, operation)).toMatchObject({ kind });
  });

  it('knows the client by the name the SDK has', async () => {
    expect(await readAccess('logs', 'DescribeLogGroups')).toMatchObject({ fix: "write 'cloudwatch-logs'" });
  });

  it.each(Object.keys(IAM_ACTIONS))('%s is mapped to an action that IAM has', async (name) => {
    const [client = '', operation = ''] = name.split(':');
    const kind = /^(Create|Delete)/.test(operation) ? 'changes' : 'reads';
    expect(await readAccess(client, operation)).toMatchObject({ kind });
  });
});

describe('refusedRead', () => {
  it.each([
    ['sts', 'GetSessionToken'],
    ['sts', 'GetFederationToken'],
    ['sts', 'AssumeRole'],
    ['sts', 'AssumeRoleWithWebIdentity'],
    ['secrets-manager', 'GetSecretValue'],
    ['secrets-manager', 'BatchGetSecretValue'],
    ['ecr', 'GetAuthorizationToken'],
    ['codeartifact', 'GetAuthorizationToken'],
    ['ec2', 'GetPasswordData'],
    ['sso-oidc', 'CreateToken'],
    ['bedrock-agentcore', 'GetWorkloadAccessToken'],
    ['redshift', 'GetClusterCredentials'],
    ['s3', 'GetObject'],
    ['s3', 'CreateSession'],
    ['kms', 'Decrypt'],
    ['somenew', 'GetThingCredentials'],
  ])('refuses %s %s', (client, operation) => {
    expect(refusedRead({ client, operation, input: {} })).toMatch(/\w/);
  });

  it('refuses a parameter only with its decryption', () => {
    const read = { client: 'ssm', operation: 'GetParameter' };
    expect(refusedRead({ ...read, input: { Name: 'x' } })).toBeNull();
    expect(refusedRead({ ...read, input: { Name: 'x', WithDecryption: true } })).toMatch(/secret/);
  });

  it.each([
    ['iam', 'ListServiceSpecificCredentials'],
    ['iam', 'GetCredentialReport'],
    ['secrets-manager', 'DescribeSecret'],
    ['lambda', 'GetFunction'],
  ])('lets %s %s be', (client, operation) => {
    expect(refusedRead({ client, operation, input: {} })).toBeNull();
  });
});
