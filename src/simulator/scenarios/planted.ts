import { InternalError } from '../../base/errors.ts';
import { issue } from '../services/sts/issue.ts';
import type { KeyedEvent } from '../story/stage.ts';
import { playStory, type PlantedStory } from '../story/planted-story.ts';
import type { Selectors } from '../world/trail-state.ts';
import type { World } from '../world/world.ts';
import { incidentStart } from './leaked-credential.ts';
import { RESPONDER_ROLE } from './leaked-credential-policies.ts';
import { dataOf } from './leaked-credential-trail.ts';
import type { Credentials, Scenario, ScenarioAccount, ScenarioOptions } from './scenario.ts';
import { storyWorld } from './story-world.ts';

const TWELVE_HOURS = 43_200;

/** What the trail of these accounts logs beside the workload's own data events. */
const LOGGED_BESIDES = [
  'AWS::SageMaker::Endpoint',
  'AWS::QBusiness::Application',
  'AWS::BedrockAgentCore::Gateway',
  'AWS::BedrockAgentCore::Runtime',
  'AWS::BedrockAgentCore::Memory',
  'AWS::BedrockAgentCore::CodeInterpreter',
  'AWS::BedrockAgentCore::WorkloadIdentity',
  'AWS::BedrockAgentCore::TokenVault',
];

/** The account of a planted story, and what is to be found in it. */
export interface PlantedAccount extends ScenarioAccount {
  readonly key: readonly KeyedEvent[];
}

/** A scenario that can be simulated, with its incident. */
export function plantedScenario(story: PlantedStory): Scenario {
  const { id, summary } = story;
  return { id, summary, open: (options) => plantedAccount(story, { ...options, planted: true }) };
}

/**
 * The organization's account after a planted story. What the incident's calls changed is told by their events alone:
 * the services' state is that of before.
 */
export function plantedAccount(
  story: PlantedStory,
  options: ScenarioOptions & { readonly planted: boolean },
): PlantedAccount {
  const { seed, clock, backgroundEvents, planted } = options;
  const start = incidentStart(clock.now());
  const played = playStory(story, { seed, start, backgroundEvents, planted });
  const world = storyWorld(options, { ...played, scenario: story.id, start });
  logMore(world);
  return { world, responder: respond(world), intruder: {}, key: played.key };
}

function logMore({ trail }: World): void {
  for (const { changes } of trail.trails.values())
    for (const [index, { at, settings }] of changes.entries())
      changes[index] = { at, settings: { ...settings, selectors: withMore(settings.selectors) } };
}

function withMore(selectors: Selectors): Selectors {
  if (selectors.kind === 'basic') return selectors;
  return { kind: 'advanced', selectors: [...selectors.selectors, ...LOGGED_BESIDES.map(dataOf)] };
}

function respond(world: World): Credentials {
  const role = world.iam.roles.get(RESPONDER_ROLE);
  if (role === undefined) throw new InternalError(`the story's account has no role ${RESPONDER_ROLE}`);
  const { accessKeyId, secret, token } = issue(
    { random: world.random, sessions: world.sessions },
    {
      holder: { role, name: 'responder' },
      issuedAt: world.clock.now(),
      seconds: TWELVE_HOURS,
      policies: [],
      mfa: true,
      sourceIdentity: undefined,
    },
  );
  return { accessKeyId, secretAccessKey: secret, sessionToken: token };
}
