/** Fifteen events of a small incident, with what their queries are to find worked out by hand. */
const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ml-admin`;

const ALICE = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEALICE',
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  accountId: ACCOUNT,
  accessKeyId: 'AKIAEXAMPLEALICE0001',
  userName: 'alice',
};
const SESSION = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEADMIN:work',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ml-admin/work`,
  accountId: ACCOUNT,
  accessKeyId: 'ASIAEXAMPLESESSION01',
  sessionContext: {
    attributes: { mfaAuthenticated: 'false', creationDate: '2026-03-01T09:00:00Z' },
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEADMIN',
      arn: ROLE,
      accountId: ACCOUNT,
      userName: 'ml-admin',
    },
  },
};
const BACKUP = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEBACKUP',
  arn: `arn:aws:iam::${ACCOUNT}:user/backup`,
  accountId: ACCOUNT,
  accessKeyId: 'AKIAEXAMPLEBACKUP001',
  userName: 'backup',
};
const ROOT = { type: 'Root', principalId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT };
const SERVICE = { type: 'AWSService', invokedBy: 's3.amazonaws.com' };

let count = 0;

function event(time: string, call: string, rest: object): object {
  const [source, name] = call.split(' ');
  count += 1;
  return {
    eventVersion: '1.09',
    eventTime: `2026-03-${time}Z`,
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.15.0',
    requestID: `request-${count}`,
    eventID: `event-${String(count).padStart(2, '0')}`,
    eventType: 'AwsApiCall',
    readOnly: 'false',
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...rest,
  };
}

const FROM_OFFICE = { sourceIPAddress: '198.51.100.10', userAgent: 'Mozilla/5.0' };
const OBJECTS = (key: string): object => ({
  userIdentity: BACKUP,
  readOnly: 'true',
  eventCategory: 'Data',
  requestParameters: { bucketName: 'kb-docs', key },
  additionalEventData: { bytesTransferredOut: key === 'a.txt' ? 1000 : 2500, 'x-amz-id-2': 'abc' },
  resources: [
    { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::kb-docs/${key}` },
    { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::kb-docs', accountId: ACCOUNT },
  ],
});

export const ATHENA_EVENTS: readonly object[] = [
  event('01T08:00:00', 'signin ConsoleLogin', {
    ...FROM_OFFICE,
    userIdentity: ALICE,
    eventType: 'AwsConsoleSignIn',
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: {
      MFAUsed: 'Yes',
      LoginTo: 'https://console.aws.amazon.com/console/home?region=us-east-1',
    },
  }),
  event('01T08:05:00', 'signin ConsoleLogin', {
    userIdentity: ALICE,
    eventType: 'AwsConsoleSignIn',
    errorMessage: 'Failed authentication',
    responseElements: { ConsoleLogin: 'Failure' },
    additionalEventData: { MFAUsed: 'No' },
  }),
  event('01T09:00:00', 'sts AssumeRole', {
    userIdentity: ALICE,
    requestParameters: { roleArn: ROLE, roleSessionName: 'work', durationSeconds: 3600 },
    responseElements: {
      credentials: { accessKeyId: SESSION.accessKeyId, expiration: 'Mar 1, 2026, 10:00:00 AM' },
    },
    resources: [{ ARN: ROLE, accountId: ACCOUNT, type: 'AWS::IAM::Role' }],
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: 'sts.us-east-1.amazonaws.com',
    },
  }),
  event('01T09:10:00', 'bedrock InvokeModel', {
    userIdentity: SESSION,
    readOnly: 'true',
    requestParameters: { modelId: 'example.model-v1' },
  }),
  event('01T09:12:30', 'bedrock InvokeModel', {
    userIdentity: SESSION,
    readOnly: 'true',
    errorCode: 'AccessDenied',
    errorMessage: 'User is not authorized to perform: bedrock:InvokeModel',
    requestParameters: { modelId: 'example.model-v2' },
  }),
  event('01T09:15:00', 'bedrock DeleteGuardrail', {
    userIdentity: SESSION,
    requestParameters: { guardrailIdentifier: 'gr-1' },
  }),
  event('01T09:20:00', 'iam CreateAccessKey', {
    userIdentity: SESSION,
    requestParameters: { userName: 'backup' },
    responseElements: {
      accessKey: { accessKeyId: BACKUP.accessKeyId, userName: 'backup', status: 'Active' },
    },
  }),
  event('01T09:21:00', 'iam AttachUserPolicy', {
    userIdentity: SESSION,
    requestParameters: { userName: 'backup', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }),
  event('02T00:30:00', 's3 GetObject', OBJECTS('a.txt')),
  event('02T00:31:00', 's3 GetObject', OBJECTS('b.txt')),
  event('02T00:40:00', 's3 PutBucketPolicy', {
    userIdentity: BACKUP,
    requestParameters: {
      bucketName: 'kb-docs',
      bucketPolicy: {
        Statement: [{ Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:ListBucket'] }],
      },
    },
  }),
  event('02T01:00:00', 'ec2 AuthorizeSecurityGroupIngress', {
    userIdentity: BACKUP,
    awsRegion: 'eu-west-1',
    requestParameters: {
      groupId: 'sg-1',
      ipPermissions: {
        items: [
          { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
        ],
      },
    },
  }),
  event('02T02:00:00', 'cloudtrail StopLogging', {
    userIdentity: ROOT,
    sourceIPAddress: '192.0.2.1',
    requestParameters: { name: 'main-trail' },
  }),
  event('02T02:05:00', 'iam PutUserPolicy', {
    userIdentity: BACKUP,
    requestParameters: {
      userName: 'backup',
      policyName: 'all',
      policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    },
  }),
  event('02T03:00:00', 'kms Decrypt', {
    userIdentity: SERVICE,
    sourceIPAddress: 's3.amazonaws.com',
    userAgent: 's3.amazonaws.com',
    readOnly: 'true',
    sharedEventID: 'shared-1',
  }),
];
