import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openWorkload } from '../../src/simulator/scenarios/workload.ts';
import { controlledClock } from '../../src/simulator/world/clock.ts';
import type { World } from '../../src/simulator/world/world.ts';

interface Schema {
  readonly properties: {
    readonly account: {
      readonly properties: {
        readonly names: { readonly propertyNames: { readonly enum: readonly string[] } };
      };
    };
  };
}

const START = Date.parse('2026-01-15T09:00:00Z');
const file = new URL('../../schemas/scenario.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
const NAMES = schema.properties.account.properties.names.propertyNames.enum;

function account(names: Readonly<Record<string, string>>) {
  const clock = controlledClock(0, () => 0);
  clock.set(START);
  const workload = openWorkload({
    scenario: 'test',
    seed: 'names',
    start: START,
    clock,
    realNow: () => START,
    logging: { trail: 'data', invocations: true, guardDuty: true },
    background: { events: 6000, before: 4, after: 1 },
    names,
  });
  return { ...workload, text: textOf(workload.world) };
}

/** Everything the account holds, as one text. */
function textOf(world: World): string {
  const home = world.homeRegion;
  const { iam, trail, s3, organization, invocations } = world;
  const parts = [iam, trail.trails, trail.events, s3, organization, invocations.records];
  const regional = [
    world.bedrock,
    world.logs,
    world.kms,
    world.lambda,
    world.ses,
    world.agents,
    world.ec2,
    world.sagemaker,
  ];
  return JSON.stringify([...parts, ...regional.map((of) => of(home))], (_key, value: unknown) =>
    value instanceof Map ? [...value] : value instanceof Set ? [...value] : value,
  );
}

test('the standing account has every name that a scenario may give another', () => {
  const { text } = account({});
  expect(NAMES.filter((name) => !text.includes(name))).toEqual([]);
});

test('an account has its own names everywhere, in its state and in what ordinary work leaves', () => {
  const own = Object.fromEntries(NAMES.map((name, index) => [name, `own-name-${index}`]));
  const { text } = account(own);
  const left = NAMES.filter((name) => text.includes(name));
  expect(left).toEqual([]);
});

test('renamed people and roles can be taken up by their own names alone', () => {
  const named = account({
    'ci-deployer': 'build-bot',
    'example-incident-responder': 'on-call',
  });
  expect(named.credentialsOf({ user: 'build-bot' }).accessKeyId).toMatch(/^AKIA/);
  expect(() => named.credentialsOf({ user: 'ci-deployer' })).toThrow(
    'no user with an access key named ci-deployer',
  );
  expect(named.responder.sessionToken).toBeDefined();
});
