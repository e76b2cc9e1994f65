import type { CalledOperation } from './called.ts';

const alarm = {
  AlarmName: 'delivery',
  Namespace: 'AWS/Bedrock',
  MetricName: 'ModelInvocationLogsS3DeliveryFailure',
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
};
const AlarmNames = ['delivery'];

/** CloudWatch: alarms and metrics. */
export const CLOUDWATCH_CALLS: readonly CalledOperation[] = [
  ['DescribeAlarms', {}],
  ['PutMetricAlarm', alarm],
  ['DescribeAlarms', { AlarmNames }],
  ['DescribeAlarms', { AlarmNames: ['absent'] }],
  ['DescribeAlarms', { AlarmNamePrefix: 'del' }],
  ['DisableAlarmActions', { AlarmNames }],
  ['EnableAlarmActions', { AlarmNames }],
  ['SetAlarmState', { AlarmName: 'absent', StateValue: 'OK', StateReason: 'x' }],
  ['ListMetrics', { Namespace: 'Own' }],
  ['PutMetricData', { Namespace: 'Own', MetricData: [{ MetricName: 'Words', Value: 3, Unit: 'Count' }] }],
  ['ListMetrics', { Namespace: 'Own' }],
  ['ListMetrics', { Namespace: 'Absent' }],
  ['DeleteAlarms', { AlarmNames }],
  ['DescribeAlarms', {}],
];

const detector = (of: (operation: string, path: string) => string): object => ({
  DetectorId: of('CreateDetector', 'DetectorId'),
});

/** GuardDuty: the detector. */
export const GUARDDUTY_CALLS: readonly CalledOperation[] = [
  ['ListDetectors', {}],
  ['CreateDetector', { Enable: true }],
  ['ListDetectors', {}],
  ['GetDetector', detector],
  ['GetDetector', { DetectorId: '0'.repeat(32) }],
  ['UpdateDetector', (of) => ({ ...detector(of), Enable: false })],
  ['DeleteDetector', detector],
  ['ListDetectors', {}],
];

const GroupName = 'front';
const group = (of: (operation: string, path: string) => string): object => ({
  GroupId: of('CreateSecurityGroup', 'GroupId'),
});
const open = {
  IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '203.0.113.0/24' }] }],
};
const absent = { GroupId: 'sg-0123456789abcdef0' };
const SnapshotId = 'snap-0123456789abcdef0';
const InstanceId = 'i-0123456789abcdef0';

/** EC2: what has no image and no subnet. */
export const EC2_CALLS: readonly CalledOperation[] = [
  ['CreateSecurityGroup', { GroupName, Description: 'Lets the front in' }],
  ['CreateSecurityGroup', { GroupName, Description: 'Lets the front in' }],
  ['AuthorizeSecurityGroupIngress', (of) => ({ ...group(of), ...open })],
  ['AuthorizeSecurityGroupIngress', (of) => ({ ...group(of), ...open })],
  ['AuthorizeSecurityGroupIngress', { ...absent, ...open }],
  ['RevokeSecurityGroupIngress', (of) => ({ ...group(of), ...open })],
  ['RevokeSecurityGroupIngress', { ...absent, ...open }],
  ['DescribeSecurityGroups', { GroupIds: [absent.GroupId] }],
  ['DescribeSnapshots', { SnapshotIds: [SnapshotId] }],
  ['DescribeSnapshotAttribute', { SnapshotId, Attribute: 'createVolumePermission' }],
  ['DescribeInstances', { InstanceIds: [InstanceId] }],
  ['DescribeInstances', {}],
  ['StartInstances', { InstanceIds: [InstanceId] }],
  ['StopInstances', { InstanceIds: [InstanceId] }],
  ['TerminateInstances', { InstanceIds: [InstanceId] }],
  ['DescribeVolumes', { VolumeIds: ['vol-0123456789abcdef0'] }],
  ['DescribeInstanceAttribute', { InstanceId, Attribute: 'disableApiTermination' }],
];

const Bucket = 'example-conformance';
const Locked = 'example-conformance-locked';
const rule = { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'old/' }, Expiration: { Days: 30 } };
const Key = 'held.txt';

/** S3: the settings of buckets, Object Lock. */
export const S3_SETTINGS_CALLS: readonly CalledOperation[] = [
  ['GetBucketLifecycleConfiguration', { Bucket }],
  ['PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules: [rule] } }],
  ['GetBucketLifecycleConfiguration', { Bucket }],
  ['DeleteBucketLifecycle', { Bucket }],
  ['GetBucketLifecycleConfiguration', { Bucket }],
  ['GetBucketReplication', { Bucket }],
  ['GetBucketNotificationConfiguration', { Bucket }],
  ['GetObjectLockConfiguration', { Bucket }],
  ['CreateBucket', { Bucket: Locked, ObjectLockEnabledForBucket: true }],
  ['GetObjectLockConfiguration', { Bucket: Locked }],
  ['GetBucketVersioning', { Bucket: Locked }],
  ['PutObject', { Bucket: Locked, Key, Body: 'held' }],
  ['PutObjectLegalHold', { Bucket: Locked, Key, LegalHold: { Status: 'ON' } }],
  ['GetObjectLegalHold', { Bucket: Locked, Key }],
  ['DeleteObject', (of) => ({ Bucket: Locked, Key, VersionId: of('PutObject', 'VersionId') })],
  ['PutObjectLegalHold', { Bucket: Locked, Key, LegalHold: { Status: 'OFF' } }],
  ['GetObjectLegalHold', { Bucket: Locked, Key }],
  ['DeleteObject', (of) => ({ Bucket: Locked, Key, VersionId: of('PutObject', 'VersionId') })],
  ['ListObjectVersions', { Bucket: Locked }],
  ['DeleteBucket', { Bucket: Locked }],
  ['HeadBucket', { Bucket: Locked }],
  ['CreateBucket', { Bucket: 'example-conformance-second' }],
  ['PutObject', { Bucket: 'example-conformance-second', Key: 'ä ö/ü+%.txt', Body: 'x' }],
  ['ListObjectsV2', { Bucket: 'example-conformance-second' }],
  ['GetObject', { Bucket: 'example-conformance-second', Key: 'ä ö/ü+%.txt' }],
  ['DeleteObject', { Bucket: 'example-conformance-second', Key: 'ä ö/ü+%.txt' }],
  ['DeleteBucket', { Bucket: 'example-conformance-second' }],
];
