import type { Cast } from '../story/cast.ts';
import type { Intruder } from '../story/intruder.ts';
import type { Moment } from '../story/model-call.ts';
import { ACCOUNT, HOME_REGION } from '../story/names.ts';
import type { Random } from '../story/random.ts';
import { newAnomalyState } from '../world/anomaly-state.ts';
import { byRegion } from '../world/by-region.ts';
import { newConfigState } from '../world/config-state.ts';
import { DEFAULT_REGIONS } from '../world/regions.ts';
import { workToCome } from '../world/to-come.ts';
import type { World } from '../world/world.ts';
import { history } from './history.ts';
import { agentStates } from './leaked-credential-agents.ts';
import { agentCoreStates, qBusinessStates, secretStates } from './leaked-credential-assistants.ts';
import { bedrockStates, loggedInvocations } from './leaked-credential-bedrock.ts';
import { buckets } from './leaked-credential-buckets.ts';
import { ec2States } from './leaked-credential-ec2.ts';
import { guardDutyStates } from './leaked-credential-guardduty.ts';
import { identities } from './leaked-credential-identities.ts';
import { kmsStates } from './leaked-credential-kms.ts';
import { lambdaStates } from './leaked-credential-lambda.ts';
import { logStates } from './leaked-credential-logs.ts';
import { metricStates } from './leaked-credential-metrics.ts';
import { organizationOf } from './leaked-credential-organization.ts';
import { rdsStates } from './leaked-credential-rds.ts';
import { sageMakerStates } from './leaked-credential-sagemaker.ts';
import { sesStates } from './leaked-credential-ses.ts';
import { organizationTrail } from './leaked-credential-trail.ts';
import type { ScenarioOptions } from './scenario.ts';

const FIVE_MINUTES = 300_000;
/** Of the organization's own network. */
const RESPONDER_ADDRESS = '192.0.2.90';

/** Who plays and what was played before the account is opened. */
export interface Told {
  readonly scenario: string;
  readonly random: Random;
  readonly cast: Cast;
  readonly intruder: Intruder;
  /** The intruder's first call. */
  readonly start: number;
  /** In the order of time, over or to come; without the intruder's, the account is as it was before. */
  readonly moments: readonly Moment[];
}

/** The organization's account after what was told, event by event; nobody has a session yet. */
export function storyWorld(options: ScenarioOptions, told: Told): World {
  const { scenario, random, cast, intruder, start } = told;
  const now = options.clock.now();
  const moments = told.moments.filter(({ time }) => time <= now);
  const toCome = told.moments.slice(moments.length);
  const happened = history(moments);
  const s3 = { buckets: buckets(happened, start, random.fork('buckets')) };
  return {
    accountId: ACCOUNT,
    scenario,
    homeRegion: HOME_REGION,
    regions: DEFAULT_REGIONS,
    clock: options.clock,
    realNow: options.realNow,
    random: random.fork('account'),
    localAddress: RESPONDER_ADDRESS,
    delays: {
      lookup: options.lookupDelay ?? FIVE_MINUTES,
      delivery: options.deliveryDelay ?? FIVE_MINUTES / 2,
      iam: options.iamDelay ?? 0,
    },
    quotas: {
      lookupsPerSecond: options.lookupsPerSecond ?? 2,
      modelCallsPerMinute: options.modelCallsPerMinute ?? 600,
    },
    iam: identities({ cast, intruder, start, happened, random: random.fork('identities') }),
    sessions: new Map(),
    trail: {
      trails: new Map([['organization', organizationTrail(start)]]),
      events: moments.map(({ event, time }) => ({ time, record: event })),
      deleted: [],
      organizationId: undefined,
      closedUntil: 0,
    },
    toCome: workToCome(toCome),
    logs: logStates({ moments, toCome, happened, start }),
    kms: kmsStates(start),
    lambda: lambdaStates(happened, start),
    metrics: metricStates(moments, start),
    anomalies: newAnomalyState(),
    budgets: new Map(),
    config: byRegion(newConfigState),
    ses: sesStates(happened),
    guardduty: guardDutyStates(moments, start),
    invocations: loggedInvocations(moments),
    answers: options.answers ?? [],
    bedrock: bedrockStates(start, happened),
    s3,
    agents: agentStates({ start, happened, s3 }),
    ec2: ec2States(happened, start),
    organization: organizationOf(start),
    rds: rdsStates(happened, start),
    sagemaker: sageMakerStates(start),
    qbusiness: qBusinessStates(start),
    agentCore: agentCoreStates(start),
    secrets: secretStates(start),
    analyzers: byRegion(() => new Map()),
    contacts: new Map(),
    eventRules: byRegion(() => new Map()),
  };
}
