import { isObject } from '../base/json.ts';
import type { Head, Reader } from '../ports/reader.ts';

/**
 * CloudTrail records as trails deliver them, `{"Records":[…]}`, bare arrays and one event after another.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const cloudtrail: Reader = {
  id: 'cloudtrail',
  title: 'CloudTrail events',
  table: 'cloudtrail',
  recognise: (head) => isCloudTrailEvent(head),
};

/** Inside `Records` a source and a name are enough; elsewhere something only events have must be there too. */
export function isCloudTrailEvent({ first, framing }: Pick<Head, 'first' | 'framing'>): boolean {
  if (!isObject(first) || typeof first['eventSource'] !== 'string' || typeof first['eventName'] !== 'string')
    return false;
  if (first['eventSource'] === 'aws:s3') return false;
  if (framing.kind === 'envelope' && framing.member.toLowerCase() === 'records') return true;
  return ['eventVersion', 'eventTime', 'eventID', 'userIdentity'].some((key) => key in first);
}
