const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference';
const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/API';
const STS = 'https://docs.aws.amazon.com/STS/latest/APIReference';
const TRAIL = 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference';
const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/api';
const KMS = 'https://docs.aws.amazon.com/kms/latest/APIReference';
const LOGS = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference';
const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';
const BUDGETS = 'https://docs.aws.amazon.com/aws-cost-management/latest/APIReference';
const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/APIReference';

const ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';
const NO_DATA = 'a new alarm is set to INSUFFICIENT_DATA at once, until there are data; in moto it is OK';

/** A difference from moto in which the AWS page shows the simulated account right. */
export interface Listed {
  readonly page: string;
  readonly why: string;
}

/**
 * Calls that come out differently, by `service:Operation#n`: the n-th of that operation in the table. At most two in
 * a hundred.
 */
export const LISTED: Readonly<Record<string, Listed>> = {
  's3:DeleteObject#2': {
    page: `${S3}/API_DeleteObject.html`,
    why: 'in a bucket with versions a delete marker is made even of a key that never was',
  },
  'cloudtrail:GetEventSelectors#1': {
    page: `${TRAIL}/API_GetEventSelectors.html`,
    why: 'a trail without selectors of its own shows the default one, which logs all management events',
  },
  'cloudtrail:DescribeTrails#3': {
    page: `${TRAIL}/API_DescribeTrails.html`,
    why: 'only the trails that are named are shown; moto shows all',
  },
  'cloudwatch:DescribeAlarms#2': { page: ALARM, why: NO_DATA },
  'cloudwatch:DescribeAlarms#4': { page: ALARM, why: NO_DATA },
  'guardduty:GetDetector#1': {
    page: 'https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html',
    why: 'every feature is told, with the foundational sources and when each was set; moto knows some',
  },
  'organizations:ListParents#2': {
    page: `${ORGANIZATIONS}/API_ListParents.html`,
    why: 'ChildNotFoundException is among the errors of the call, AccountNotFoundException is not',
  },
  'organizations:ListPoliciesForTarget#2': {
    page: `${ORGANIZATIONS}/API_ListPoliciesForTarget.html`,
    why: 'TargetNotFoundException is among the errors of the call, AccountNotFoundException is not',
  },
};

/** A wrong call that moto does not check and lets through; the simulated account refuses it with this error. */
export interface Unchecked extends Listed {
  readonly error: string;
}

/** Wrong calls that moto does not implement the refusal of. The suite holds that both do as it says here. */
export const UNCHECKED_THERE: Readonly<Record<string, Unchecked>> = {
  'iam:CreateRole#4': {
    error: 'MalformedPolicyDocumentException',
    page: `${IAM}/API_CreateRole.html`,
    why: 'a trust policy that is no JSON',
  },
  'iam:DeletePolicy#2': {
    error: 'DeleteConflictException',
    page: `${IAM}/API_DeletePolicy.html`,
    why: 'a policy that is attached',
  },
  'iam:ListEntitiesForPolicy#2': {
    error: 'NoSuchEntityException',
    page: `${IAM}/API_ListEntitiesForPolicy.html`,
    why: 'a policy that is not there',
  },
  'logs:DescribeMetricFilters#2': {
    error: 'ResourceNotFoundException',
    page: `${LOGS}/API_DescribeMetricFilters.html`,
    why: 'a log group that is not there',
  },
  's3:PutBucketPolicy#3': {
    error: 'MalformedPolicy',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    why: 'a bucket policy that is no JSON',
  },
  'sts:AssumeRole#3': {
    error: 'ValidationError',
    page: `${STS}/API_AssumeRole.html`,
    why: 'a session longer than twelve hours',
  },
  'cloudtrail:DeleteTrail#2': {
    error: 'TrailNotFoundException',
    page: `${TRAIL}/API_DeleteTrail.html`,
    why: 'a trail that is not there',
  },
  'config:DescribeConfigRules#2': {
    error: 'NoSuchConfigRuleException',
    page: 'https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigRules.html',
    why: 'a rule that is not there',
  },
  'kms:Encrypt#4': {
    error: 'DisabledException',
    page: `${KMS}/API_Encrypt.html`,
    why: 'a key that is disabled',
  },
  'kms:EnableKey#3': {
    error: 'KMSInvalidStateException',
    page: `${KMS}/API_EnableKey.html`,
    why: 'a key that is to be deleted',
  },
  'account:DeleteAlternateContact#2': {
    error: 'ResourceNotFoundException',
    page: 'https://docs.aws.amazon.com/accounts/latest/reference/API_DeleteAlternateContact.html',
    why: 'a contact that is not set',
  },
  'organizations:AttachPolicy#2': {
    error: 'DuplicatePolicyAttachmentException',
    page: `${ORGANIZATIONS}/API_AttachPolicy.html`,
    why: 'a policy that is attached already',
  },
  'organizations:DetachPolicy#2': {
    error: 'PolicyNotAttachedException',
    page: `${ORGANIZATIONS}/API_DetachPolicy.html`,
    why: 'a policy that is not attached',
  },
};

/** Members that moto does not know, by service: they are compared where it has them. */
export const NOT_IN_MOTO: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  budgets: { NotificationState: `${BUDGETS}/API_budgets_Notification.html` },
  iam: { PermissionsBoundaryUsageCount: `${IAM}/API_Policy.html` },
  s3: {
    ChecksumType: `${S3}/API_PutObject.html`,
    ChecksumAlgorithm: `${S3}/API_ObjectVersion.html`,
    ServerSideEncryption: `${S3}/API_PutObject.html`,
  },
  cloudtrail: { HomeRegion: `${TRAIL}/API_Trail.html` },
  lambda: {
    RevisionId: `${LAMBDA}/API_FunctionConfiguration.html`,
    LastUpdateStatus: `${LAMBDA}/API_FunctionConfiguration.html`,
  },
  kms: {
    KeyUsage: `${KMS}/API_KeyMetadata.html`,
    CreationDate: `${KMS}/API_AliasListEntry.html`,
    PolicyName: `${KMS}/API_GetKeyPolicy.html`,
    EncryptionAlgorithm: `${KMS}/API_Encrypt.html`,
    IssuingAccount: `${KMS}/API_GrantListEntry.html`,
    KeyState: `${KMS}/API_ScheduleKeyDeletion.html`,
    PendingWindowInDays: `${KMS}/API_ScheduleKeyDeletion.html`,
  },
  ec2: {
    GroupOwnerId: `${EC2}/API_SecurityGroupRule.html`,
  },
  logs: {
    logGroupClass: `${LOGS}/API_LogGroup.html`,
    creationTime: `${LOGS}/API_MetricFilter.html`,
  },
  organizations: { Paths: `${ORGANIZATIONS}/API_Account.html` },
};

/** Members that moto gives and AWS does not (any more), by service, with the page that says so. */
export const ONLY_IN_MOTO: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // "It is not returned in the response to CreatePolicyVersion or ListPolicyVersions."
  iam: { Document: `${IAM}/API_PolicyVersion.html` },
  // No longer returned since November 2025.
  s3: { DisplayName: `${S3}/API_Owner.html` },
  // Only where a session policy or tags were passed.
  sts: { PackedPolicySize: `${STS}/API_AssumeRole.html` },
  // Times of the last delivery, which a new trail has not had.
  cloudtrail: {
    LatestDeliveryTime: `${TRAIL}/API_GetTrailStatus.html`,
    LatestDeliveryAttemptTime: `${TRAIL}/API_GetTrailStatus.html`,
  },
  logs: {
    // "The sequence token is now ignored."
    nextSequenceToken: `${LOGS}/API_PutLogEvents.html`,
    // "This parameter returns an empty list."
    searchedLogStreams: `${LOGS}/API_FilterLogEvents.html`,
  },
};

/** One value in two notations, by the name of the member: what is compared is what both mean. */
export const NOTATIONS: Readonly<Record<string, (text: string) => string>> = {
  // https://docs.aws.amazon.com/lambda/latest/api/API_FunctionUrlConfig.html: BUFFERED; moto capitalises.
  InvokeMode: (text) => text.toUpperCase(),
  // An ARN in AWS (API_GrantListEntry, API_ScheduleKeyDeletion, API_CancelKeyDeletion), an id in moto.
  KeyId: (text) => text.replace(/^arn:aws:kms:.*:key\//, ''),
  // AWS's own policies belong to `aws` (API_PolicySummary); in moto to the account.
  Arn: (text) =>
    text.replace(/^arn:aws:organizations::.*(?=\/service_control_policy\/p-FullAWSAccess$)/, 'FullAWSAccess'),
  // Percent-encoded in AWS (API_GetPolicyVersion, API_ListRoles: RFC 3986), plain in places in moto.
  Document: decoded,
  AssumeRolePolicyDocument: decoded,
};

function decoded(text: string): string {
  return text.startsWith('%7B') ? decodeURIComponent(text) : text;
}
