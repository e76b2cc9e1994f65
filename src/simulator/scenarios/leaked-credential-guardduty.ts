import type { Finding } from '@aws-sdk/client-guardduty';
import type { CloudTrailRecord } from '../story/cloudtrail-record.ts';
import type { Moment } from '../story/model-call.ts';
import { HOME_REGION } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import { guardDutyFinding } from '../world/guardduty-finding.ts';
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

function findingOf({ about: _about, ...found }: Found, own: readonly Moment[]): Finding | undefined {
  const [first, ...more] = own.map(({ event, time }) => ({ record: event, time }));
  if (first === undefined) return undefined;
  return guardDutyFinding({
    ...found,
    detectorId: DETECTOR_ID,
    at: first.time + NOTICED,
    events: [first, ...more],
  });
}
