import type { Finding } from '@aws-sdk/client-guardduty';
import { sha256 } from '../../base/hashing.ts';
import { isObject } from '../../base/json.ts';
import type { CloudTrailRecord } from '../story/cloudtrail-record.ts';
import { arn } from '../story/names.ts';
import type { TrackedEvent } from './trail-state.ts';

/** What a finding says of the calls it is about. */
export interface Noticed {
  readonly type: string;
  readonly title: string;
  /** From 1 to 10. */
  readonly severity: number;
  readonly feature: 'AI_PROTECTION' | 'CLOUD_TRAIL';
  readonly detectorId: string;
  /** When it shows. */
  readonly at: number;
  /** In the order of time. */
  readonly events: readonly [TrackedEvent, ...TrackedEvent[]];
}

/** A finding about calls to AWS's APIs, as GetFindings gives it. */
export function guardDutyFinding({
  type,
  title,
  severity,
  feature,
  detectorId,
  at,
  events,
}: Noticed): Finding {
  const [first] = events;
  const last = events.at(-1) ?? first;
  const { record } = first;
  const id = sha256(`${type} ${record.eventID}`).slice(0, 32);
  const model = record.requestParameters?.['modelId'];
  const { recipientAccountId: account, awsRegion: region } = record;
  const time = new Date(at).toISOString();
  return {
    SchemaVersion: '2.0',
    AccountId: account,
    Region: region,
    Partition: 'aws',
    Id: id,
    Arn: arn('guardduty', region, `detector/${detectorId}/finding/${id}`),
    Type: type,
    Title: title,
    Description: `${title} The API ${record.eventName} was called from the address ${record.sourceIPAddress}.`,
    Severity: severity,
    CreatedAt: time,
    UpdatedAt: time,
    Resource: {
      ResourceType: 'AccessKey',
      AccessKeyDetails: accessKeyOf(record),
      ...(typeof model === 'string' ? { ModelDetails: [{ ModelId: model }] } : {}),
    },
    Service: {
      ServiceName: 'guardduty',
      DetectorId: detectorId,
      FeatureName: feature,
      ResourceRole: 'TARGET',
      Archived: false,
      Count: events.length,
      EventFirstSeen: new Date(first.time).toISOString(),
      EventLastSeen: new Date(last.time).toISOString(),
      Action: {
        ActionType: 'AWS_API_CALL',
        AwsApiCallAction: {
          Api: record.eventName,
          ServiceName: record.eventSource,
          CallerType: 'Remote IP',
          UserAgent: record.userAgent,
          RemoteIpDetails: { IpAddressV4: record.sourceIPAddress },
        },
      },
    },
  };
}

function accessKeyOf({ userIdentity }: CloudTrailRecord) {
  const context = userIdentity['sessionContext'];
  const issuer =
    isObject(context) && isObject(context['sessionIssuer']) ? context['sessionIssuer'] : undefined;
  return {
    AccessKeyId: String(userIdentity['accessKeyId'] ?? ''),
    PrincipalId: String(userIdentity['principalId'] ?? ''),
    UserName: String(issuer?.['userName'] ?? userIdentity['userName'] ?? ''),
    UserType: String(userIdentity['type'] ?? ''),
  };
}
