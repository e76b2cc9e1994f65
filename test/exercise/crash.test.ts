import { expect, test } from 'vitest';
import { Actor } from '../../src/app/exercise/actor.ts';
import { memoryLog } from '../../src/app/exercise/memory-log.ts';
import { findScenario } from '../../src/app/exercise/scenario-library.ts';
import { Stage } from '../../src/app/exercise/stage.ts';
import type { StageOptions } from '../../src/app/exercise/stage-options.ts';
import { controlledClock } from '../../src/simulator/world/clock.ts';

const START = Date.parse('2026-01-15T09:00:00Z');
const MINUTE = 60_000;
const { scenario } = findScenario('leaked-credential');

type Logs = Pick<StageOptions, 'requests' | 'play'>;

function open(logs: Logs): Promise<Stage> {
  const clock = controlledClock(0, () => 0);
  return Stage.open({ scenario, seed: 'cut', start: START, clock, real: Date.now, ...logs });
}

/** A play whose leaked key is switched off once the session is there, so that later steps try several credentials. */
async function played(): Promise<{ readonly stage: Stage; readonly logs: Logs }> {
  const logs = {
    requests: memoryLog<Logs['requests']['lines'][number]>(),
    play: memoryLog<Logs['play']['lines'][number]>(),
  };
  const stage = await open(logs);
  await stage.advanceTo(START + 10 * MINUTE);
  const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
  const responder = new Actor(stage.dispatch, stage.responder, { address: '192.0.2.90', userAgent: 'test' });
  const input = {
    RoleName: 'data-platform-admin',
    PolicyName: 'deny-all',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [deny] }),
  };
  await responder.call({ service: 'iam', region: 'us-east-1', operation: 'PutRolePolicy', input });
  await stage.advanceTo(START + 26 * MINUTE);
  return { stage, logs };
}

test(
  'a call whose outcome was not written down is neither lost nor made twice',
  { timeout: 60_000 },
  async () => {
    const { stage, logs } = await played();
    const moved = logs.requests.lines.flatMap(({ move }, index) =>
      move === undefined ? [] : [{ move, index }],
    );
    expect(moved.length).toBeGreaterThan(12);
    for (const { move, index } of moved) {
      const line = logs.play.lines.findIndex(
        (entry) =>
          entry.kind === 'move' && entry.step === move.step && entry.at === move.at && entry.as === move.as,
      );
      expect(line).toBeGreaterThanOrEqual(0);
      // The request is on disk, its outcome is not.
      const requests = memoryLog(logs.requests.lines.slice(0, index + 1));
      const again = await open({ requests, play: memoryLog(logs.play.lines.slice(0, line)) });
      expect(again.state.moves).toContainEqual(logs.play.lines[line]);
      // Only what was left of the same step may have been sent since.
      const since = requests.lines.slice(index + 1);
      expect(since.map((one) => [one.move?.step, one.move?.at])).toEqual(
        since.map(() => [move.step, move.at]),
      );
      expect(since.map((one) => one.move?.as)).not.toContain(move.as);
    }
    expect(stage.state.moves.filter(({ error }) => error !== null).length).toBeGreaterThan(0);
  },
);

test('a play that was cut off at any call ends as the one that was not', { timeout: 60_000 }, async () => {
  const { stage, logs } = await played();
  const last = logs.requests.lines.length;
  for (const kept of [last - 1, last - 2, last - 3]) {
    const at = logs.requests.lines[kept]?.move;
    if (at === undefined) continue;
    const line = logs.play.lines.findIndex(
      (entry) => entry.kind === 'move' && entry.step === at.step && entry.at === at.at && entry.as === at.as,
    );
    const again = await open({
      requests: memoryLog(logs.requests.lines.slice(0, kept + 1)),
      play: memoryLog(logs.play.lines.slice(0, line)),
    });
    await again.advanceTo(START + 26 * MINUTE);
    expect(again.state).toEqual(stage.state);
    expect(again.observe()).toEqual(stage.observe());
  }
});
