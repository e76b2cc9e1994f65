import { UserError } from '../../base/errors.ts';
import { listed } from '../../base/text.ts';
import { workUntil } from '../account/ordinary-work.ts';
import { issue } from '../services/sts/issue.ts';
import { background } from '../story/background.ts';
import { createCast } from '../story/cast.ts';
import { createIntruder } from '../story/intruder.ts';
import { HOME_REGION } from '../story/names.ts';
import { createRandom, type Random } from '../story/random.ts';
import type { Role } from '../world/iam-state.ts';
import type { Session } from '../world/session.ts';
import type { Selectors, Trail } from '../world/trail-state.ts';
import { workToCome } from '../world/to-come.ts';
import type { World } from '../world/world.ts';
import { RESPONDER_ROLE } from './leaked-credential-policies.ts';
import { dataOf } from './leaked-credential-trail.ts';
import { renaming, withOwnNames } from './own-names.ts';
import type { Credentials, ScenarioOptions } from './scenario.ts';
import { storyWorld } from './story-world.ts';

const HOUR = 3_600_000;
const MONTHS = 90 * 24 * HOUR;
/** The role of the people who run the account. */
const ADMINISTRATOR = 'data-platform-admin';

/** The responder's session. */
const RESPONDING = 'responder';

/** Which logs the organization had switched on before anything happened. */
export interface WorkloadLogging {
  /** `data`: of objects, functions, agents and knowledge bases; `all`: of mail and the two other planes of inference too. */
  readonly trail: 'off' | 'management' | 'data' | 'all';
  /** Bedrock's invocation log, to S3. */
  readonly invocations: boolean;
  readonly guardDuty: boolean;
}

export interface WorkloadOptions extends Omit<ScenarioOptions, 'backgroundEvents'> {
  readonly scenario: string;
  /** The intruder's first call, in milliseconds since 1970. The account's clock must not be past it. */
  readonly start: number;
  readonly logging: WorkloadLogging;
  /** The organization's names in the place of the story's. */
  readonly names?: Readonly<Record<string, string>>;
  /** Ordinary work: so many events, from so many hours before the start to so many after it. */
  readonly background: { readonly events: number; readonly before: number; readonly after: number };
}

/** Whose credentials somebody holds: a user's own access key, or a session of a role. */
export type Holder = { readonly user: string } | { readonly role: string; readonly session: string };

/** The organization's account before the incident: a support assistant built on Bedrock, and people at work. */
export interface Workload {
  readonly world: World;
  readonly responder: Credentials;
  /** Who runs the account and sets it up. */
  readonly administrator: Credentials;
  /** @throws UserError when there is no such user or role */
  credentialsOf(holder: Holder): Credentials;
}

/** Opens the account with its logs as asked; ordinary work up to the clock's time is done. */
export function openWorkload(options: WorkloadOptions): Workload {
  const { seed, start, clock, logging } = options;
  const random = createRandom(seed);
  const cast = createCast(random.fork('cast'));
  const intruder = createIntruder(random.fork('intruder'), cast, start);
  const { events, before, after } = options.background;
  const ordinary = background({
    random: random.fork('background'),
    cast,
    from: start - before * HOUR,
    to: start + after * HOUR,
    events,
  });
  const rename = renaming(options.names ?? {});
  const told = { scenario: options.scenario, random, cast, intruder, start, moments: [] };
  const world = {
    ...withOwnNames(storyWorld({ ...options, backgroundEvents: 0 }, told), rename),
    toCome: workToCome([...ordinary].map(rename)),
  };
  setLogging(world, logging);
  world.trail.closedUntil = start - before * HOUR;
  workUntil(world, clock.now());
  const sessions = random.fork('sessions');
  const sessionOf = (name: string, session: string): Credentials =>
    roleSession(world, { random: sessions, name, session });
  return {
    world,
    responder: sessionOf(rename(RESPONDER_ROLE), RESPONDING),
    administrator: sessionOf(rename(ADMINISTRATOR), 'platform-team'),
    credentialsOf: (holder) =>
      'role' in holder ? sessionOf(holder.role, holder.session) : accessKeyOf(world, holder.user),
  };
}

function setLogging(world: World, { trail, invocations, guardDuty }: WorkloadLogging): void {
  if (trail === 'off') world.trail.trails.clear();
  else if (trail !== 'data')
    for (const one of world.trail.trails.values()) select(one, trail === 'all' ? withTheRest : managementOf);
  if (!invocations) world.bedrock(HOME_REGION).logging = undefined;
  if (!guardDuty) world.guardduty(HOME_REGION).detector = undefined;
}

/** A trail that never had other selectors. */
function select({ changes }: Trail, selected: (selectors: Selectors) => Selectors): void {
  for (const [index, { at, settings }] of changes.entries())
    changes[index] = { at, settings: { ...settings, selectors: selected(settings.selectors) } };
}

const SELDOM_LOGGED = [
  'AWS::BedrockMantle::Project',
  'AWS::AWSExternalAnthropic::Workspace',
  'AWS::SES::EmailIdentity',
];

function withTheRest(selectors: Selectors): Selectors {
  if (selectors.kind === 'basic') return selectors;
  return { kind: 'advanced', selectors: [...selectors.selectors, ...SELDOM_LOGGED.map(dataOf)] };
}

function managementOf(selectors: Selectors): Selectors {
  if (selectors.kind === 'basic') return selectors;
  return { kind: 'advanced', selectors: selectors.selectors.slice(0, 1) };
}

function roleSession(
  world: World,
  { random, name, session }: { readonly random: Random; readonly name: string; readonly session: string },
): Credentials {
  const role: Role | undefined = world.iam.roles.get(name);
  if (role === undefined) throw unknown('role', name, world.iam.roles.keys());
  const { accessKeyId, secret, token }: Session = issue(
    { random, sessions: world.sessions },
    {
      holder: { role, name: session },
      issuedAt: world.clock.now(),
      // Whoever plays a part never has to sign in again.
      seconds: MONTHS / 1000,
      policies: [],
      mfa: session === RESPONDING,
      sourceIdentity: undefined,
    },
  );
  return { accessKeyId, secretAccessKey: secret, sessionToken: token };
}

function accessKeyOf({ iam }: World, name: string): Credentials {
  const user = iam.users.get(name);
  const key = [...(user?.accessKeys.values() ?? [])][0];
  if (key === undefined) throw unknown('user with an access key', name, iam.users.keys());
  return { accessKeyId: key.id, secretAccessKey: key.secret };
}

function unknown(kind: string, name: string, known: Iterable<string>): UserError {
  return new UserError(`the scenario's account has no ${kind} named ${name}`, {
    why: `there is ${listed([...known])}`,
    fix: 'name one of these, or make it by a setup step and let the step gain its credentials',
  });
}
