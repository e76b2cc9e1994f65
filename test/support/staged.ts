import { Actor } from '../../src/app/exercise/actor.ts';
import { memoryLog } from '../../src/app/exercise/memory-log.ts';
import { Stage } from '../../src/app/exercise/stage.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { loadScenario } from '../../src/exercise/load-scenario.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { controlledClock } from '../../src/simulator/world/clock.ts';

/** The intruder's first call in stages of tests. */
export const STAGE_START = Date.parse('2026-01-15T09:00:00Z');

/** A stage of a scenario, with nobody at it. */
export function openStage(scenario: Scenario, seed = 'test'): Promise<Stage> {
  const clock = controlledClock(0, () => 0);
  const logs = { requests: memoryLog<never>(), play: memoryLog<never>() };
  return Stage.open({ scenario, seed, start: STAGE_START, clock, real: Date.now, ...logs });
}

/** The responder's call, on the same way as everybody's. @throws CloudError */
export async function respond(
  stage: Stage,
  call: `${string}:${string}`,
  input: JsonObject = {},
): Promise<JsonObject> {
  const [service = '', operation = ''] = call.split(':');
  const responder = new Actor(stage.dispatch, stage.responder, {
    address: '192.0.2.90',
    userAgent: 'test',
  });
  const { answer } = await responder.call({ service, operation, region: 'us-east-1', input });
  responder.close();
  return answer.output;
}

/** A scenario of nothing but what is given: an account with all its logs, and an intruder with a user's key. */
export function madeScenario(parts: JsonObject): Scenario {
  const whole = {
    heptad: 1,
    id: 'made',
    version: '1.0.0',
    title: 'Made for a test',
    summary: 'Made for a test.',
    level: 'beginner',
    playbook: 'compromised-credential',
    briefing: 'Made for a test.',
    facilitator: 'Made for a test.',
    account: {
      logging: { trail: 'data', invocations: true, guardDuty: true },
      background: { events: 0, before: 1, after: 1 },
    },
    holds: { key: { user: 'ci-deployer' } },
    addresses: ['198.51.100.23'],
    called: '10m',
    ends: '60m',
    aims: [{ id: 'calls', title: 'Calls', unit: 'calls', weight: 1 }],
    objectives: [{ id: 'none', title: 'None', when: 'true', passed: 'Passed.', failed: 'Failed.' }],
    ...parts,
  };
  const loaded = loadScenario('made.yaml', JSON.stringify(whole));
  if (loaded.ok) return loaded.scenario;
  throw new Error(loaded.diagnostics.map(({ what, line, why }) => `${line}: ${what}: ${why}`).join('\n'));
}
