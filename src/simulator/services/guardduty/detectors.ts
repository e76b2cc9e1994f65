import type {
  DetectorFeatureConfiguration,
  DetectorFeatureConfigurationResult,
  FeatureStatus,
} from '@aws-sdk/client-guardduty';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { newDetector, type Detector } from '../../world/guardduty-state.ts';
import type { World } from '../../world/world.ts';
import { detectorOf, page, rejected, type GuardDutyHandlers } from './handlers.ts';

const HEX = '0123456789abcdef';
/** The sources that come with every detector. */
const FOUNDATIONS = ['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS'] as const;

/** The detector of a Region and its features. */
export function detectorHandlers(world: World): GuardDutyHandlers {
  const { guardduty, random, accountId } = world;
  return {
    CreateDetector: (input, call) => {
      const state = guardduty(call.region);
      if (state.detector !== undefined) throw rejected('a detector already exists for the current account.');
      const detector = newDetector(random.text(HEX, 32), call.now);
      detector.enabled = given(input.Enable, 'Enable');
      detector.frequency = input.FindingPublishingFrequency ?? detector.frequency;
      setFeatures(detector, input.Features ?? [], call);
      state.detector = { ...detector, tags: input.Tags ?? {} };
      return { DetectorId: detector.id };
    },
    ListDetectors: (input, { region }) => {
      const { detector } = guardduty(region);
      const ids = detector === undefined ? [] : [detector.id];
      const { items, next } = page(ids, `ListDetectors ${region}`, input);
      return { DetectorIds: [...items], NextToken: next };
    },
    GetDetector: ({ DetectorId }, call) => {
      const detector = detectorOf(world, DetectorId, call);
      return {
        CreatedAt: new Date(detector.createdAt).toISOString(),
        UpdatedAt: new Date(detector.updatedAt).toISOString(),
        Status: detector.enabled ? 'ENABLED' : 'DISABLED',
        FindingPublishingFrequency: detector.frequency,
        ServiceRole: `arn:aws:iam::${accountId}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
        Features: featuresOf(detector),
        Tags: { ...detector.tags },
      };
    },
    UpdateDetector: (input, call) => {
      const detector = detectorOf(world, input.DetectorId, call);
      detector.enabled = input.Enable ?? detector.enabled;
      detector.frequency = input.FindingPublishingFrequency ?? detector.frequency;
      setFeatures(detector, input.Features ?? [], call);
      detector.updatedAt = call.now;
      return {};
    },
    DeleteDetector: ({ DetectorId }, call) => {
      detectorOf(world, DetectorId, call);
      guardduty(call.region).detector = undefined;
      return {};
    },
  };
}

/** Features that a request does not name stay as they are. */
function setFeatures(
  { features }: Detector,
  wanted: readonly DetectorFeatureConfiguration[],
  { now }: Call,
): void {
  const names = wanted.map(({ Name }) => Name);
  if (names.includes('RUNTIME_MONITORING') && names.includes('EKS_RUNTIME_MONITORING'))
    throw rejected('EKS_RUNTIME_MONITORING and RUNTIME_MONITORING cannot be provided in the same request.');
  for (const { Name, Status } of wanted)
    features.set(given(Name, 'Features.Name'), { enabled: Status === 'ENABLED', updatedAt: now });
}

function featuresOf({ features, enabled, createdAt }: Detector): DetectorFeatureConfigurationResult[] {
  const status = (on: boolean): FeatureStatus => (on ? 'ENABLED' : 'DISABLED');
  return [
    ...FOUNDATIONS.map((Name) => ({ Name, Status: status(enabled), UpdatedAt: new Date(createdAt) })),
    ...[...features].map(([Name, own]) => ({
      Name,
      Status: status(own.enabled),
      UpdatedAt: new Date(own.updatedAt),
    })),
  ];
}
