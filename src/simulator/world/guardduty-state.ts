import type { DetectorFeature, Finding, FindingPublishingFrequency } from '@aws-sdk/client-guardduty';

export interface Detector {
  readonly id: string;
  readonly createdAt: number;
  readonly features: Map<DetectorFeature, DetectorFeatureState>;
  /** By id. What a scenario lets it find is there from the finding's own time on. */
  readonly findings: Map<string, Finding>;
  readonly tags: Readonly<Record<string, string>>;
  updatedAt: number;
  enabled: boolean;
  frequency: FindingPublishingFrequency;
}

export interface DetectorFeatureState {
  readonly enabled: boolean;
  readonly updatedAt: number;
}

/** GuardDuty in one Region: at most one detector. */
export interface GuardDutyState {
  detector: Detector | undefined;
}

/** On by default with a new detector; the others have to be asked for. */
const ON_BY_DEFAULT = [
  'S3_DATA_EVENTS',
  'EKS_AUDIT_LOGS',
  'EBS_MALWARE_PROTECTION',
  'RDS_LOGIN_EVENTS',
  'LAMBDA_NETWORK_LOGS',
] as const satisfies readonly DetectorFeature[];
const OFF_BY_DEFAULT = [
  'AI_PROTECTION',
  'EKS_RUNTIME_MONITORING',
  'RUNTIME_MONITORING',
] as const satisfies readonly DetectorFeature[];

export function newDetector(id: string, now: number): Detector {
  const features = new Map<DetectorFeature, DetectorFeatureState>();
  for (const name of ON_BY_DEFAULT) features.set(name, { enabled: true, updatedAt: now });
  for (const name of OFF_BY_DEFAULT) features.set(name, { enabled: false, updatedAt: now });
  return {
    id,
    createdAt: now,
    features,
    findings: new Map(),
    tags: {},
    updatedAt: now,
    enabled: true,
    frequency: 'SIX_HOURS',
  };
}
