import { DOCUMENT, TRUST, type CalledOperation } from './called.ts';

/**
 * Calls on what is not there: each operation has to say so, in its own words. Left out is what moto answers with a
 * failure of its own making (PutUserPermissionsBoundary, the grants of a key, a version of an object), and what the
 * simulated account does not have (UpdateUser, UpdateGroup).
 */

const UserName = 'absent';
const GroupName = 'absent';
const RoleName = 'absent';
const PolicyName = 'absent';
const PolicyArn = 'arn:aws:iam::111122223333:policy/absent';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const AccessKeyId = 'AKIAIOSFODNN7EXAMPLE';
const PolicyDocument = DOCUMENT;

export const ABSENT_IAM: readonly CalledOperation[] = [
  ['TagUser', { UserName, Tags: [{ Key: 'a', Value: 'b' }] }],
  ['ListUserTags', { UserName }],
  ['UntagUser', { UserName, TagKeys: ['a'] }],
  ['UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' }],
  ['DeleteAccessKey', { UserName, AccessKeyId }],
  ['CreateLoginProfile', { UserName, Password: 'Example-password-1' }],
  ['GetLoginProfile', { UserName }],
  ['UpdateLoginProfile', { UserName, Password: 'Example-password-1' }],
  ['DeleteLoginProfile', { UserName }],
  ['GetUserPolicy', { UserName, PolicyName }],
  ['ListUserPolicies', { UserName }],
  ['DeleteUserPolicy', { UserName, PolicyName }],
  ['AttachUserPolicy', { UserName, PolicyArn: READ_ONLY }],
  ['DetachUserPolicy', { UserName, PolicyArn: READ_ONLY }],
  ['ListGroupsForUser', { UserName }],
  ['AddUserToGroup', { GroupName, UserName }],
  ['RemoveUserFromGroup', { GroupName, UserName }],
  ['PutGroupPolicy', { GroupName, PolicyName, PolicyDocument }],
  ['GetGroupPolicy', { GroupName, PolicyName }],
  ['ListGroupPolicies', { GroupName }],
  ['DeleteGroupPolicy', { GroupName, PolicyName }],
  ['AttachGroupPolicy', { GroupName, PolicyArn: READ_ONLY }],
  ['ListAttachedGroupPolicies', { GroupName }],
  ['DetachGroupPolicy', { GroupName, PolicyArn: READ_ONLY }],
  ['CreatePolicyVersion', { PolicyArn, PolicyDocument }],
  ['ListPolicyVersions', { PolicyArn }],
  ['GetPolicyVersion', { PolicyArn, VersionId: 'v1' }],
  ['DeletePolicyVersion', { PolicyArn, VersionId: 'v1' }],
  ['SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' }],
  ['DeletePolicy', { PolicyArn }],
  ['ListEntitiesForPolicy', { PolicyArn }],
  ['UpdateRole', { RoleName, Description: 'x' }],
  ['UpdateRoleDescription', { RoleName, Description: 'x' }],
  ['UpdateAssumeRolePolicy', { RoleName, PolicyDocument: TRUST }],
  ['PutRolePolicy', { RoleName, PolicyName, PolicyDocument }],
  ['GetRolePolicy', { RoleName, PolicyName }],
  ['ListRolePolicies', { RoleName }],
  ['DeleteRolePolicy', { RoleName, PolicyName }],
  ['AttachRolePolicy', { RoleName, PolicyArn: READ_ONLY }],
  ['ListAttachedRolePolicies', { RoleName }],
  ['DetachRolePolicy', { RoleName, PolicyArn: READ_ONLY }],
  ['TagRole', { RoleName, Tags: [{ Key: 'a', Value: 'b' }] }],
  ['ListRoleTags', { RoleName }],
  ['UntagRole', { RoleName, TagKeys: ['a'] }],
  ['PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: READ_ONLY }],
  ['DeleteRolePermissionsBoundary', { RoleName }],
  ['DeleteRole', { RoleName }],
];

const Bucket = 'example-conformance-absent';
const Key = 'absent';
const BLOCK = { BlockPublicAcls: true };

export const ABSENT_S3: readonly CalledOperation[] = [
  ['GetBucketPolicy', { Bucket }],
  ['DeleteBucketPolicy', { Bucket }],
  ['GetBucketVersioning', { Bucket }],
  ['PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } }],
  ['GetPublicAccessBlock', { Bucket }],
  ['PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: BLOCK }],
  ['DeletePublicAccessBlock', { Bucket }],
  ['GetBucketLifecycleConfiguration', { Bucket }],
  ['GetBucketReplication', { Bucket }],
  ['GetObjectLockConfiguration', { Bucket }],
  ['GetBucketNotificationConfiguration', { Bucket }],
  ['ListObjects', { Bucket }],
  ['ListObjectVersions', { Bucket }],
  ['HeadObject', { Bucket, Key }],
  ['DeleteObject', { Bucket, Key }],
  ['DeleteObjects', { Bucket, Delete: { Objects: [{ Key }] } }],
  ['CopyObject', { Bucket, Key, CopySource: `${Bucket}/${Key}` }],
];

const FunctionName = 'absent';

export const ABSENT_LAMBDA: readonly CalledOperation[] = [
  ['GetFunctionConfiguration', { FunctionName }],
  ['GetFunctionConcurrency', { FunctionName }],
  ['PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 }],
  ['DeleteFunctionConcurrency', { FunctionName }],
  ['UpdateFunctionCode', { FunctionName, ZipFile: Buffer.from('x') }],
  ['GetPolicy', { FunctionName }],
  ['RemovePermission', { FunctionName, StatementId: 'absent' }],
  ['PublishVersion', { FunctionName }],
  ['CreateFunctionUrlConfig', { FunctionName, AuthType: 'NONE' }],
  ['GetFunctionUrlConfig', { FunctionName }],
  ['UpdateFunctionUrlConfig', { FunctionName, AuthType: 'NONE' }],
  ['Invoke', { FunctionName }],
];

const KeyId = '99999999-8888-4777-8666-555555555555';

export const ABSENT_KMS: readonly CalledOperation[] = [
  ['GenerateDataKey', { KeyId, KeySpec: 'AES_256' }],
  ['CancelKeyDeletion', { KeyId }],
  ['CreateAlias', { AliasName: 'alias/absent', TargetKeyId: KeyId }],
  ['ListAliases', { KeyId }],
  ['DescribeKey', { KeyId: 'alias/absent' }],
  ['DisableKey', { KeyId: 'arn:aws:kms:us-east-1:111122223333:key/absent' }],
];

const logGroupName = '/absent';
const logStreamName = 'absent';

export const ABSENT_LOGS: readonly CalledOperation[] = [
  ['DescribeLogStreams', { logGroupName }],
  ['GetLogEvents', { logGroupName, logStreamName }],
  ['PutLogEvents', { logGroupName, logStreamName, logEvents: [{ message: 'x', timestamp: 1 }] }],
  ['DeleteLogStream', { logGroupName, logStreamName }],
  ['DeleteLogGroup', { logGroupName }],
  ['DescribeMetricFilters', { logGroupName }],
  ['DescribeExportTasks', { taskId: '11111111-2222-4333-8444-555555555555' }],
  ['DescribeLogGroups', { logGroupNamePrefix: '/absent' }],
];

export const ABSENT_ORGANIZATIONS: readonly CalledOperation[] = [
  ['ListPoliciesForTarget', { TargetId: '999999999999', Filter: 'SERVICE_CONTROL_POLICY' }],
  ['ListTargetsForPolicy', { PolicyId: 'p-99999999' }],
  ['UpdatePolicy', { PolicyId: 'p-99999999', Name: 'x' }],
  ['DeletePolicy', { PolicyId: 'p-99999999' }],
  ['DetachPolicy', { PolicyId: 'p-99999999', TargetId: '111122223333' }],
  ['ListChildren', { ParentId: 'r-zzzz', ChildType: 'ACCOUNT' }],
  ['ListOrganizationalUnitsForParent', { ParentId: 'r-zzzz' }],
  ['DescribeAccount', { AccountId: '999999999999' }],
  ['DescribeAccount', { AccountId: '111122223333' }],
];

const Name = 'absent';

export const ABSENT_CLOUDTRAIL: readonly CalledOperation[] = [
  ['GetTrail', { Name }],
  ['GetTrailStatus', { Name }],
  ['StopLogging', { Name }],
  ['GetEventSelectors', { TrailName: 'absent' }],
  ['PutEventSelectors', { TrailName: 'absent', EventSelectors: [{ ReadWriteType: 'All' }] }],
  ['UpdateTrail', { Name, S3BucketName: 'example-conformance' }],
];
