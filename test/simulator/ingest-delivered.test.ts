import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DIGESTS, LOGS, objectsBelow } from '../support/delivered-logs.ts';
import { runProgram } from '../support/program.ts';
import { testAccount } from '../support/simulated-account.ts';

const BACKGROUND = 50_000;
const HOUR = 3_600_000;
const INVOCATION_BUCKET = 'example-bedrock-logs-111122223333';
const COUNTS = `SELECT (SELECT count(*) FROM cloudtrail) AS events,
  (SELECT count(*) FROM bedrock_invocations) AS invocations,
  (SELECT count(*) FROM ingest_problems) AS problems`;

describe('the logs that the simulated account delivers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heptad-delivered-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read by heptad without a problem, to the last event', async () => {
    const { as, responder, world, clock } = await testAccount('in process', { backgroundEvents: BACKGROUND });
    // The story's ordinary work ends two hours after the account is opened.
    clock.advance(2.5 * HOUR);
    const { s3 } = as(responder);
    const objects = [
      ...(await objectsBelow(s3, LOGS)),
      // One Region's digests will do: each Region's key takes a while to make.
      ...(await objectsBelow(s3, `${DIGESTS}us-east-1/`)),
      ...(await objectsBelow(s3, '', INVOCATION_BUCKET)),
    ];
    for (const { key, bytes } of objects) {
      const path = join(folder, 'logs', key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
    const closed = world.trail.closedUntil;
    expect(world.trail.events.filter(({ time }) => time < closed).length).toBeGreaterThan(BACKGROUND);
    const events = world.trail.events.filter(({ time }) => time < closed);
    const invocations = world.invocations.records.filter(({ time }) => time < closed);
    const { exit, stdout, stderr } = runProgram(
      ['logs', 'query', COUNTS, '--logs', 'logs', '--format', 'json'],
      { cwd: folder },
    );
    expect([exit, stderr.includes('problem')]).toEqual([0, false]);
    expect(JSON.parse(stdout)).toEqual([
      { events: events.length, invocations: invocations.length, problems: 0 },
    ]);
  });
});
