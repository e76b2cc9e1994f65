import { describe, expect, test } from 'vitest';
import { Actor } from '../../src/app/exercise/actor.ts';
import { type Log, memoryLog } from '../../src/app/exercise/memory-log.ts';
import type { KeptRequest } from '../../src/app/exercise/recorded-dispatch.ts';
import { findScenario } from '../../src/app/exercise/scenario-library.ts';
import { Stage } from '../../src/app/exercise/stage.ts';
import { damageOf } from '../../src/exercise/damage.ts';
import type { PlayEntry } from '../../src/model/play.ts';
import { controlledClock } from '../../src/simulator/world/clock.ts';

const START = Date.parse('2026-01-15T09:00:00Z');
const MINUTE = 60_000;
const { scenario } = findScenario('leaked-credential');

interface Logs {
  readonly requests: Log<KeptRequest>;
  readonly play: Log<PlayEntry>;
}

function newLogs(): Logs {
  return { requests: memoryLog(), play: memoryLog() };
}

function open(logs: Logs = newLogs(), seed = 'a'): Promise<Stage> {
  const clock = controlledClock(0, () => 0);
  return Stage.open({ scenario, seed, start: START, clock, real: Date.now, ...logs });
}

/** The responder's own calls go the same way as everybody's. */
function responder(stage: Stage): Actor {
  return new Actor(stage.dispatch, stage.responder, { address: '192.0.2.90', userAgent: 'heptad test' });
}

const CALL = { service: 'iam', region: 'us-east-1' } as const;

async function switchOff(stage: Stage, userName: string, accessKeyId: string): Promise<void> {
  const input = { UserName: userName, AccessKeyId: accessKeyId, Status: 'Inactive' };
  await responder(stage).call({ ...CALL, operation: 'UpdateAccessKey', input });
}

describe('the intruder of leaked-credential', () => {
  test('left alone, costs what it came for, and the same seed costs the same', async () => {
    const amounts = async (): Promise<readonly number[]> => {
      const stage = await open();
      await stage.advanceTo(START + scenario.ends);
      return damageOf(scenario, stage.state).aims.map(({ amount }) => amount);
    };
    const first = await amounts();
    expect(first.every((amount) => amount > 0)).toBe(true);
    expect(await amounts()).toEqual(first);
  });

  test('goes on with the session when only the leaked key is switched off', async () => {
    const stage = await open();
    await stage.advanceTo(START + 5 * MINUTE);
    await switchOff(stage, 'ci-deployer', String(stage.state.known['leakedKeyId']));
    await stage.advanceTo(START + 40 * MINUTE);
    const later = stage.state.moves.filter(({ at }) => at > START + 5 * MINUTE);
    expect(later.some(({ as, error }) => as === 'session' && error === null)).toBe(true);
  });

  test('is stopped where its sessions, its second key and its API key are closed', async () => {
    const stage = await open();
    await stage.advanceTo(START + 45 * MINUTE);
    const known = stage.state.known;
    await switchOff(stage, 'ci-deployer', String(known['leakedKeyId']));
    await switchOff(stage, 'marta.silva', String(known['backdoorKeyId']));
    const credential = {
      UserName: stage.state.names['phantom'],
      ServiceSpecificCredentialId: known['apiKeyId'],
    };
    await responder(stage).call({
      ...CALL,
      operation: 'UpdateServiceSpecificCredential',
      input: { ...credential, Status: 'Inactive' } as never,
    });
    const deny = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-01-15T09:46:00Z' } },
    };
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
    const input = {
      RoleName: 'data-platform-admin',
      PolicyName: 'AWSRevokeOlderSessions',
      PolicyDocument: document,
    };
    await responder(stage).call({ ...CALL, operation: 'PutRolePolicy', input });
    await stage.advanceTo(START + scenario.ends);
    const after = stage.state.moves.filter(({ at }) => at > START + 46 * MINUTE);
    expect(after.length).toBeGreaterThan(50);
    expect(after.filter(({ error }) => error === null)).toEqual([]);
  });

  test('removes the invocation log again when somebody puts it back', async () => {
    const stage = await open();
    await stage.advanceTo(START + 45 * MINUTE);
    expect(stage.observe()['invocationLogging']).toBe(false);
    const loggingConfig = {
      s3Config: { bucketName: 'example-bedrock-logs-111122223333' },
      textDataDeliveryEnabled: true,
    };
    await responder(stage).call({
      service: 'bedrock',
      region: 'us-east-1',
      operation: 'PutModelInvocationLoggingConfiguration',
      input: { loggingConfig },
    });
    expect(stage.observe()['invocationLogging']).toBe(true);
    await stage.advanceTo(START + 70 * MINUTE);
    expect(stage.observe()['invocationLogging']).toBe(false);
    expect(stage.state.steps['remove-logging-again']?.successes).toBe(1);
  });

  test('is where it was after a crash: the kept requests make the same account', async () => {
    const logs = newLogs();
    const stage = await open(logs);
    await stage.advanceTo(START + 50 * MINUTE);
    await switchOff(stage, 'ci-deployer', String(stage.state.known['leakedKeyId']));
    const again = await open(logs);
    expect(again.observe()).toEqual(stage.observe());
    expect(again.state).toEqual(stage.state);
    expect(again.clock.now()).toBe(stage.clock.now());
    await again.advanceTo(START + 60 * MINUTE);
    expect(again.state.moves.length).toBeGreaterThan(stage.state.moves.length);
  });

  test('costs the same whether or not the play was cut off', async () => {
    const whole = await open();
    await whole.advanceTo(START + scenario.ends);
    const logs = newLogs();
    // Cut off right when the guardrail goes: the minutes before must not count as minutes without it.
    await (await open(logs)).advanceTo(START + 16 * MINUTE);
    const again = await open(logs);
    await again.advanceTo(START + scenario.ends);
    expect(damageOf(scenario, again.state)).toEqual(damageOf(scenario, whole.state));
  });

  test('another seed gives other keys', async () => {
    const [one, other] = [await open(newLogs(), 'a'), await open(newLogs(), 'b')];
    expect(one.state.known['leakedKeyId']).not.toBe(other.state.known['leakedKeyId']);
  });
});
