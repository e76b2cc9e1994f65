import { createCast } from '../story/cast.ts';
import { createIntruder } from '../story/intruder.ts';
import { leakedCredential } from '../story/leaked-credential.ts';
import { ACCOUNT, HOME_REGION } from '../story/names.ts';
import { createRandom } from '../story/random.ts';
import type { BedrockState } from '../world/bedrock-state.ts';
import { DEFAULT_REGIONS } from '../world/regions.ts';
import type { World } from '../world/world.ts';
import { bedrockStates, loggedInvocations } from './leaked-credential-bedrock.ts';
import { agentCoreStates, qBusinessStates, secretStates } from './leaked-credential-assistants.ts';
import { agentStates } from './leaked-credential-agents.ts';
import { buckets } from './leaked-credential-buckets.ts';
import { kmsStates } from './leaked-credential-kms.ts';
import { lambdaStates } from './leaked-credential-lambda.ts';
import { metricStates } from './leaked-credential-metrics.ts';
import { sesStates } from './leaked-credential-ses.ts';
import { guardDutyStates } from './leaked-credential-guardduty.ts';
import { logStates } from './leaked-credential-logs.ts';
import { identities } from './leaked-credential-identities.ts';
import { ec2States } from './leaked-credential-ec2.ts';
import { history } from './history.ts';
import { openSessions } from './leaked-credential-sessions.ts';
import { organizationOf } from './leaked-credential-organization.ts';
import type { ScenarioAccount, ScenarioOptions } from './scenario.ts';
import { sageMakerStates } from './leaked-credential-sagemaker.ts';
import { organizationTrail } from './leaked-credential-trail.ts';

const HOUR = 3_600_000;
/** The incident began so long before the account is opened, rounded down to the hour: it is over, its traces are fresh. */
const AGO = 3 * HOUR;
const FIVE_MINUTES = 300_000;
/** Of the organization's own network. */
const RESPONDER_ADDRESS = '192.0.2.90';

/**
 * The account of the leaked-credential story, as the intruder left it. The story's own generator gives its history,
 * so that logs and state tell of the same ids; ordinary work goes on while the account's clock runs.
 */
export function leakedCredentialAccount(options: ScenarioOptions): ScenarioAccount {
  const { seed, clock, backgroundEvents } = options;
  const start = incidentStart(clock.now());
  const random = createRandom(seed);
  const cast = createCast(random.fork('cast'));
  const intruder = createIntruder(random.fork('intruder'), cast, start);
  const { moments } = leakedCredential({ seed, start: new Date(start), backgroundEvents });
  const happened = history(moments);
  const s3 = { buckets: buckets(happened, start, random.fork('buckets')) };
  const bedrock = new Map<string, BedrockState>();
  const world: World = {
    accountId: ACCOUNT,
    scenario: 'leaked-credential',
    homeRegion: HOME_REGION,
    regions: DEFAULT_REGIONS,
    clock,
    realNow: options.realNow,
    random: random.fork('account'),
    localAddress: RESPONDER_ADDRESS,
    delays: {
      lookup: options.lookupDelay ?? FIVE_MINUTES,
      delivery: options.deliveryDelay ?? FIVE_MINUTES / 2,
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
    logs: logStates({ moments, happened, start }),
    kms: kmsStates(start),
    lambda: lambdaStates(happened, start),
    metrics: metricStates(moments, start),
    ses: sesStates(happened),
    guardduty: guardDutyStates(moments, start),
    invocations: loggedInvocations(moments),
    bedrock: bedrockStates(bedrock, start, happened),
    s3,
    agents: agentStates({ start, happened, s3 }),
    ec2: ec2States(happened, start),
    organization: organizationOf(start),
    sagemaker: sageMakerStates(start),
    qbusiness: qBusinessStates(start),
    agentCore: agentCoreStates(start),
    secrets: secretStates(start),
  };
  return { world, ...openSessions(world, { cast, intruder, start, random: random.fork('sessions') }) };
}

/** The intruder's first call, for an account opened at this time. */
export function incidentStart(now: number): number {
  return Math.floor((now - AGO) / HOUR) * HOUR;
}
