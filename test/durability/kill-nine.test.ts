import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparableReport, heptad, resumeArguments, runArguments, startHeptad } from '../support/durable-case.ts';
import { durabilityFaults, isOpened, wholeLines } from '../support/durable-journal.ts';
import { writeDurableLogs, writeManyLogs } from '../support/durable-logs.ts';
import { seeded } from '../support/seeded.ts';

const SEED = Number(process.env['HEPTAD_TEST_SEED'] ?? Date.now() % 1_000_000);
/** At least so many kills must hit a program that was at work. */
const KILLS = 24;
/** A case is killed so often before it may finish. */
const KILLS_A_CASE = 4;

let root = '';
let logs = '';
let report = '';
let took = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'heptad-kill-nine-'));
  logs = join(root, 'logs');
  writeManyLogs(logs, 200);
  writeDurableLogs(logs);
  const started = performance.now();
  expect(await heptad(runArguments(join(root, 'whole'), logs))).toMatchObject({ code: 0 });
  took = performance.now() - started;
  report = await comparableReport(join(root, 'whole'));
}, 120_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('kill -9 at random instants', () => {
  it(`loses nothing and ends with the same report (seed ${SEED})`, { timeout: 600_000 }, async () => {
    const random = seeded(SEED);
    let kills = 0;
    for (let round = 0; kills < KILLS && round < KILLS; round += 1) {
      const folder = join(root, `case-${round}`);
      const journal = { text: '' };
      for (let turn = 0; turn < KILLS_A_CASE; turn += 1) {
        if (!(await killedAt(folder, took * random() * 0.95))) break;
        kills += 1;
        expect(wholeLines(folder).startsWith(journal.text), `entries are lost in round ${round}, turn ${turn}`).toBe(true);
        journal.text = wholeLines(folder);
      }
      expect(await heptad(goOn(folder)), `round ${round}`).toMatchObject({ code: 0 });
      expect(await durabilityFaults(folder, { journal: journal.text, report }), `round ${round}`).toEqual([]);
      rmSync(folder, { recursive: true, force: true });
    }
    expect(kills).toBeGreaterThanOrEqual(KILLS);
  });
});

/** Goes on with the case and kills the program after a while; false when it was through before. */
async function killedAt(folder: string, after: number): Promise<boolean> {
  const { child, ended } = startHeptad(goOn(folder));
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  const { signal, code, stderr } = await ended;
  clearTimeout(timer);
  if (signal === 'SIGKILL') return true;
  expect(code, stderr).toBe(0);
  return false;
}

function goOn(folder: string): readonly string[] {
  return isOpened(wholeLines(folder)) ? resumeArguments(folder) : runArguments(folder, logs);
}
