import type { Finding } from '@aws-sdk/client-guardduty';
import { sha256 } from '../../base/hashing.ts';
import { isObject } from '../../base/json.ts';
import type { CloudTrailRecord } from '../story/cloudtrail-record.ts';
import type { Moment } from '../story/model-call.ts';
import { ACCOUNT, HOME_REGION, arn } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import { newDetector, type Detector, type GuardDutyState } from '../world/guardduty-state.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** From the event until GuardDuty shows its finding. */
const NOTICED = 12 * MINUTE;
const DETECTOR_ID = '12abc34d567e8fa901bc2d34e56789f0';

interface Found {
  readonly type: string;
  readonly title: string;
  readonly severity: number;
  readonly feature: 'AI_PROTECTION' | 'CLOUD_TRAIL';
  /** Which events of the story it is about. */
  readonly about: (event: CloudTrailRecord) => boolean;
}

/** What GuardDuty made of the story. Findings of AI_PROTECTION are all of low severity. */
const FOUND: readonly Found[] = [
  {
    type: 'Discovery:IAMUser/AnomalousBehavior',
    title: 'User ci-deployer is anomalously invoking APIs commonly used in Discovery tactics.',
    severity: 2,
    feature: 'CLOUD_TRAIL',
    about: ({ eventName, userIdentity }) =>
      /^(ListUsers|ListRoles|GetAccountAuthorizationDetails)$/.test(eventName) &&
      userIdentity['userName'] === 'ci-deployer',
  },
  {
    type: 'DefenseEvasion:IAMUser/BedrockLoggingDisabled',
    title: 'Model invocation logging was disabled for Amazon Bedrock.',
    severity: 8,
    feature: 'CLOUD_TRAIL',
    about: ({ eventName }) => eventName === 'DeleteModelInvocationLoggingConfiguration',
  },
  {
    type: 'Impact:IAMUser/AnomalousModelInvocation',
    title: 'A foundation model was invoked in an anomalous way.',
    severity: 2,
    feature: 'AI_PROTECTION',
    about: ({ eventName, userIdentity, awsRegion, errorCode }) =>
      /^(InvokeModel|Converse)/.test(eventName) &&
      awsRegion === HOME_REGION &&
      errorCode === undefined &&
      String(userIdentity['userName']).startsWith('BedrockAPIKey-'),
  },
];

/** GuardDuty of the story: a detector that watches model calls in the home Region, none elsewhere. */
export function guardDutyStates(
  moments: readonly Moment[],
  start: number,
): (region: string) => GuardDutyState {
  return byRegion((region) => ({
    detector: region === HOME_REGION ? homeDetector(moments, start) : undefined,
  }));
}

function homeDetector(moments: readonly Moment[], start: number): Detector {
  const createdAt = start - 600 * DAY;
  const detector = newDetector(DETECTOR_ID, createdAt);
  detector.features.set('AI_PROTECTION', { enabled: true, updatedAt: start - 60 * DAY });
  detector.frequency = 'FIFTEEN_MINUTES';
  for (const found of FOUND) {
    const own = moments.filter(({ event, time }) => time >= start && found.about(event));
    const finding = findingOf(found, own);
    if (finding !== undefined) detector.findings.set(finding.Id ?? '', finding);
  }
  return detector;
}

function findingOf({ type, title, severity, feature }: Found, own: readonly Moment[]): Finding | undefined {
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { event } = first;
  const id = sha256(`${type} ${event.eventID}`).slice(0, 32);
  const model = event.requestParameters?.['modelId'];
  return {
    SchemaVersion: '2.0',
    AccountId: ACCOUNT,
    Region: HOME_REGION,
    Partition: 'aws',
    Id: id,
    Arn: arn('guardduty', HOME_REGION, `detector/${DETECTOR_ID}/finding/${id}`),
    Type: type,
    Title: title,
    Description: `${title} The API ${event.eventName} was called from the address ${event.sourceIPAddress}.`,
    Severity: severity,
    CreatedAt: new Date(first.time + NOTICED).toISOString(),
    UpdatedAt: new Date(first.time + NOTICED).toISOString(),
    Resource: {
      ResourceType: 'AccessKey',
      AccessKeyDetails: accessKeyOf(event),
      ...(typeof model === 'string' ? { ModelDetails: [{ ModelId: model }] } : {}),
    },
    Service: {
      ServiceName: 'guardduty',
      DetectorId: DETECTOR_ID,
      FeatureName: feature,
      ResourceRole: 'TARGET',
      Archived: false,
      Count: own.length,
      EventFirstSeen: new Date(first.time).toISOString(),
      EventLastSeen: new Date(last.time).toISOString(),
      Action: {
        ActionType: 'AWS_API_CALL',
        AwsApiCallAction: {
          Api: event.eventName,
          ServiceName: event.eventSource,
          CallerType: 'Remote IP',
          UserAgent: event.userAgent,
          RemoteIpDetails: { IpAddressV4: event.sourceIPAddress },
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
