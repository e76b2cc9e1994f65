import type { JsonObject } from '../../base/json.ts';
import { roleArnOf } from './cast.ts';
import { textField } from './field.ts';
import { ACCOUNT, arn } from './names.ts';
import { temporaryCredentials } from './runtime-routines.ts';
import type { Stage } from './stage.ts';

const ADMIN_POLICY = 'arn:aws:iam::aws:policy/AdministratorAccess';
const KEY_POLICY = 'arn:aws:iam::aws:policy/AmazonBedrockLimitedAccess';

/** Element 1: the leaked key is tried out, a role is taken up, and doors are opened for later. */
export function playAccess(stage: Stage): void {
  lookAround(stage);
  runIntoDenials(stage);
  takeUpRole(stage);
  makeSecondKey(stage);
  makePhantomUser(stage);
  signInToConsole(stage);
}

function lookAround(stage: Stage): void {
  stage.series({
    from: 0,
    every: 0.12,
    by: stage.intruder.leakedKey,
    signals: ['A7'],
    calls: [
      { service: 'sts', name: 'GetCallerIdentity' },
      { service: 'ses', name: 'GetSendQuota' },
      { service: 'ses', name: 'GetAccount' },
      { service: 'ses', name: 'ListIdentities', request: { identityType: 'EmailAddress' } },
      { service: 'iam', name: 'ListUsers' },
      { service: 'iam', name: 'ListRoles' },
      { service: 'iam', name: 'GetAccountAuthorizationDetails' },
      { service: 'iam', name: 'ListAttachedUserPolicies', request: { userName: 'ci-deployer' } },
    ],
  });
}

/** Twenty-six refusals in four minutes: the intruder learns by trying. */
function runIntoDenials(stage: Stage): void {
  const tries = [
    'organizations:ListAccounts',
    'organizations:DescribeOrganization',
    'ce:GetCostAndUsage',
    'secretsmanager:ListSecrets',
    'iam:CreateLoginProfile',
    'iam:PutUserPolicy',
    'ec2:DescribeInstances',
    'ec2:DescribeKeyPairs',
    'sagemaker:ListNotebookInstances',
    'sagemaker:ListEndpoints',
    'sagemaker:ListDomains',
    'aoss:ListCollections',
    'lambda:ListFunctions20150331',
    'rds:DescribeDBSnapshots',
    'kms:ListKeys',
    'qbusiness:ListApplications',
    'q:StartConversation',
  ];
  for (const [index, action] of [...tries, ...tries.slice(0, 9)].entries()) {
    const [service = '', name = ''] = action.split(':');
    stage.call({
      at: 1.2 + index * 0.15,
      by: stage.intruder.leakedKey,
      signals: ['A6'],
      service,
      name,
      readOnly: !/^(Create|Put|Start)/.test(name),
      error: refusal(stage.cast.legacyCi.caller.identity, action),
    });
  }
}

function takeUpRole(stage: Stage): void {
  const { leakedKey, adminSessionKeyId } = stage.intruder;
  for (const [index, guess] of [
    'OrganizationAccountAccessRole',
    'Admin',
    'admin-role',
    'terraform',
  ].entries()) {
    stage.call({
      at: 5.2 + index * 0.15,
      by: leakedKey,
      signals: ['A1', 'A6'],
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      error: refusal(leakedKey.identity, `sts:AssumeRole on resource: ${arn('iam', '', `role/${guess}`)}`),
    });
  }
  const request = { roleArn: roleArnOf('platform'), roleSessionName: 'explore', durationSeconds: 43_200 };
  const credentials = temporaryCredentials(stage.random, stage.minute(6), adminSessionKeyId);
  const assumedRoleUser = {
    assumedRoleId: `${stage.cast.roles.platform.id}:explore`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${stage.cast.roles.platform.name}/explore`,
  };
  stage.call({
    at: 6,
    by: leakedKey,
    signals: ['A1'],
    service: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    request,
    response: { credentials, assumedRoleUser },
    resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: roleArnOf('platform') }],
  });
}

function makeSecondKey(stage: Stage): void {
  const { adminSession, secondKey, secondKeyId } = stage.intruder;
  const userName = stage.cast.analyst.name;
  stage.call({
    at: 8,
    by: adminSession,
    signals: ['A2'],
    service: 'iam',
    name: 'CreateAccessKey',
    request: { userName },
    response: accessKey(userName, secondKeyId),
  });
  stage.call({
    at: 8.4,
    by: adminSession,
    signals: ['A5'],
    service: 'iam',
    name: 'AttachUserPolicy',
    request: { userName, policyArn: ADMIN_POLICY },
  });
  stage.call({
    at: 9,
    by: secondKey,
    signals: ['A7'],
    service: 'sts',
    name: 'GetCallerIdentity',
    readOnly: true,
  });
}

function makePhantomUser(stage: Stage): void {
  const { adminSession, phantomUser, phantomKeyId, serviceCredentialId } = stage.intruder;
  const userName = phantomUser.name;
  stage.call({
    at: 10,
    by: adminSession,
    signals: ['A2'],
    service: 'iam',
    name: 'CreateUser',
    request: { userName },
    response: {
      user: { userName, userId: phantomUser.id, arn: arn('iam', '', `user/${userName}`), path: '/' },
    },
  });
  stage.call({
    at: 10.2,
    by: adminSession,
    signals: ['A5'],
    service: 'iam',
    name: 'AttachUserPolicy',
    request: { userName, policyArn: KEY_POLICY },
  });
  stage.call({
    at: 10.4,
    by: adminSession,
    signals: ['A3'],
    service: 'iam',
    name: 'CreateServiceSpecificCredential',
    request: { userName, serviceName: 'bedrock.amazonaws.com' },
    response: {
      serviceSpecificCredential: {
        serviceSpecificCredentialId: serviceCredentialId,
        serviceCredentialAlias: `${userName}-at-${ACCOUNT}`,
        serviceName: 'bedrock.amazonaws.com',
        userName,
        status: 'Active',
      },
    },
  });
  stage.call({
    at: 11,
    by: adminSession,
    signals: ['A2'],
    service: 'iam',
    name: 'CreateAccessKey',
    request: { userName },
    response: accessKey(userName, phantomKeyId),
  });
  stage.series({
    from: 78,
    every: 0.5,
    by: stage.intruder.phantomKey,
    signals: ['A11'],
    calls: [
      { service: 'sts', name: 'GetCallerIdentity', signals: ['A7', 'A11'] },
      { service: 's3', name: 'ListBuckets' },
    ],
  });
}

function signInToConsole(stage: Stage): void {
  const { adminSession, console } = stage.intruder;
  const userName = stage.cast.analyst.name;
  stage.call({
    at: 66,
    by: adminSession,
    signals: ['A8'],
    service: 'iam',
    name: 'DeactivateMFADevice',
    request: { userName, serialNumber: arn('iam', '', `mfa/${userName}`) },
  });
  stage.call({
    at: 66.5,
    by: adminSession,
    signals: ['A2'],
    service: 'iam',
    name: 'UpdateLoginProfile',
    request: { userName, passwordResetRequired: false },
  });
  stage.call({
    at: 70,
    by: console,
    signals: ['A1'],
    service: 'signin',
    name: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    response: { ConsoleLogin: 'Success' },
    additional: {
      LoginTo: 'https://console.aws.amazon.com/bedrock/home',
      MobileVersion: 'No',
      MFAUsed: 'No',
    },
  });
}

/** A refusal by a policy of the organization: nobody in the account could have allowed the call. */
export function refusal(
  identity: JsonObject,
  action: string,
): { readonly code: string; readonly message: string } {
  return {
    code: action.startsWith('ec2:') ? 'Client.UnauthorizedOperation' : 'AccessDenied',
    message: `User: ${textField(identity, 'arn')} is not authorized to perform: ${action} with an explicit deny in a service control policy`,
  };
}

function accessKey(userName: string, accessKeyId: string): JsonObject {
  return { accessKey: { userName, accessKeyId, status: 'Active', createDate: 'Jan 15, 2026, 9:08:00 AM' } };
}
