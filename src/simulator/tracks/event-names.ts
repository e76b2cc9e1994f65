/** Where the name in the event is not the name in the API, by `service:operation`. */
const NAMES: Readonly<Record<string, string>> = {
  's3:ListObjectsV2': 'ListObjects',
  's3:GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 'DeleteBucketPublicAccessBlock',
};

/** S3 calls about objects and their lists are data events: logged only where a selector asks for them. */
const S3_DATA = new Set([
  'GetObject',
  'HeadObject',
  'PutObject',
  'CopyObject',
  'DeleteObject',
  'DeleteObjects',
  'ListObjects',
  'ListObjectsV2',
  'ListObjectVersions',
  'HeadBucket',
]);

/** `service` is the short name of the event source. */
export function eventName(service: string, operation: string): string {
  return NAMES[`${service}:${operation}`] ?? operation;
}

export function isDataEvent(service: string, operation: string): boolean {
  return service === 's3' && S3_DATA.has(operation);
}

/** As CloudTrail has it: taking up a role counts as reading. */
export function isReadOnly(service: string, operation: string): boolean {
  return service === 'sts' || /^(Get|List|Describe|Lookup|Head|Search|Simulate)/.test(operation);
}
