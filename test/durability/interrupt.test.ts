import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  comparableReport,
  DURABLE_PLAYBOOK,
  heptad,
  resumeArguments,
  runArguments,
  startHeptad,
} from '../support/durable-case.ts';
import { durabilityFaults, wholeLines } from '../support/durable-journal.ts';
import { writeDurableLogs, writeManyLogs } from '../support/durable-logs.ts';

/** Looks at every pair of events: by far the longest query of the walk. */
const LONG_STEP = `      - id: ai-long
        title: A query that takes its time
        why: Somebody will lose patience with it.
        sources: [cloudtrail.management]
        query: SELECT count(*) AS n FROM cloudtrail a JOIN cloudtrail b ON a.requestid <> b.eventid JOIN (SELECT eventid FROM cloudtrail ORDER BY eventid LIMIT 20) c ON a.requestid <> c.eventid
`;

let root = '';
let logs = '';
let playbook = '';
let report = '';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'heptad-interrupt-'));
  logs = join(root, 'logs');
  playbook = join(root, 'long.yaml');
  writeManyLogs(logs, 200);
  writeDurableLogs(logs);
  writeFileSync(
    playbook,
    readFileSync(DURABLE_PLAYBOOK, 'utf8').replace(
      '      - id: ai-skipped',
      `${LONG_STEP}      - id: ai-skipped`,
    ),
  );
  expect(await heptad(argumentsFor('whole'))).toMatchObject({ code: 0 });
  report = await comparableReport(join(root, 'whole'));
}, 120_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** As a terminal does it, every process of the group gets the signal; as `kill -INT` does it, one. */
describe.each(['the whole group', 'the program alone'])('Ctrl-C to %s', (whom) => {
  it.each([
    ['ingest', '"kind":"logs-named"', 150],
    ['a query', '"step":"ai-events"', 200],
  ])(
    'in the middle of %s ends it with 130, and the case goes on',
    { timeout: 120_000 },
    async (what, mark, after) => {
      const name = `${what}-${whom}`.replaceAll(' ', '-');
      const folder = join(root, name);
      const { child, ended } = startHeptad(argumentsFor(name), { detached: true });
      while (!wholeLines(folder).includes(mark) && child.exitCode === null) await later(5);
      await later(after);
      process.kill(whom === 'the program alone' ? Number(child.pid) : -Number(child.pid), 'SIGINT');
      expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('resume') as string });
      const journal = wholeLines(folder);
      expect(journal).not.toContain('"kind":"case-finished"');
      expect(await heptad(resumeArguments(folder))).toMatchObject({ code: 0 });
      expect(await durabilityFaults(folder, { journal, report })).toEqual([]);
    },
  );
});

/** Native threads that wait for JavaScript must not keep the program from leaving. */
it('leaves at whatever instant of ingest it is told to', { timeout: 120_000 }, async () => {
  const codes: (number | null)[] = [];
  for (let instant = 0; instant < 12; instant += 1) {
    const name = `instant-${instant}`;
    const { child, ended } = startHeptad(argumentsFor(name));
    while (!isWriting(join(root, name)) && child.exitCode === null) await later(2);
    await later(instant * 12);
    child.kill('SIGINT');
    const guard = setTimeout(() => child.kill('SIGKILL'), 20_000);
    codes.push((await ended).code);
    clearTimeout(guard);
  }
  expect(codes).toEqual(codes.map(() => 130));
});

function isWriting(folder: string): boolean {
  const lake = join(folder, 'lake');
  return existsSync(lake) && readdirSync(lake).some((name) => name.startsWith('.writing'));
}

function argumentsFor(name: string): readonly string[] {
  return runArguments(join(root, name), logs).map((argument) =>
    argument === DURABLE_PLAYBOOK ? playbook : argument,
  );
}
