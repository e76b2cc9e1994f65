import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  comparableReport,
  heptad,
  resumeArguments,
  runArguments,
  startHeptad,
} from '../support/durable-case.ts';
import { durabilityFaults, isOpened, wholeLines } from '../support/durable-journal.ts';
import { writeDurableLogs, writeManyLogs } from '../support/durable-logs.ts';
import { seeded } from '../support/seeded.ts';

const SEED = Number(process.env['HEPTAD_TEST_SEED'] ?? Date.now() % 1_000_000);
/** A case is killed so often before it may finish. */
const KILLS_A_CASE = 4;
/** Real logs, where they lie beside the project. */
const REAL_LOGS = fileURLToPath(new URL('../../../shared/data/invictus-aws_dataset', import.meta.url));

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'heptad-kill-nine-'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe(`kill -9 at random instants (seed ${SEED})`, () => {
  it('loses nothing and ends with the same report', { timeout: 900_000 }, async () => {
    const logs = join(root, 'logs');
    writeManyLogs(logs, 200);
    writeDurableLogs(logs);
    expect(await killOften(logs, 24)).toBeGreaterThanOrEqual(24);
  });

  it('does so over real logs', { timeout: 600_000 }, async ({ skip }) => {
    skip(!existsSync(REAL_LOGS), 'the real logs are not beside the project');
    expect(await killOften(REAL_LOGS, 4)).toBeGreaterThanOrEqual(4);
  });
});

/** Kills walks over the logs until so many kills hit one at work; checks each case when it is through. Gives the kills. */
async function killOften(logs: string, wanted: number): Promise<number> {
  const random = seeded(SEED);
  const { report, took } = await undisturbed(logs);
  let kills = 0;
  for (let round = 0; kills < wanted && round < wanted; round += 1) {
    const folder = join(root, `case-${round}`);
    let journal = '';
    for (let turn = 0; turn < KILLS_A_CASE; turn += 1) {
      if (!(await killedAt(goOn(folder, logs), took * random() * 0.95))) break;
      kills += 1;
      expect(wholeLines(folder).startsWith(journal), `lost entries: round ${round}, turn ${turn}`).toBe(true);
      journal = wholeLines(folder);
    }
    expect(await heptad(goOn(folder, logs)), `round ${round}`).toMatchObject({ code: 0 });
    expect(await durabilityFaults(folder, { journal, report }), `round ${round}`).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  }
  return kills;
}

async function undisturbed(logs: string): Promise<{ readonly report: string; readonly took: number }> {
  const whole = join(root, 'whole');
  const started = performance.now();
  expect(await heptad(runArguments(whole, logs))).toMatchObject({ code: 0 });
  const took = performance.now() - started;
  const report = await comparableReport(whole);
  rmSync(whole, { recursive: true });
  return { report, took };
}

/** Kills the program after a while; false when it was through before. */
async function killedAt(args: readonly string[], after: number): Promise<boolean> {
  const { child, ended } = startHeptad(args);
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  const { signal, code, stderr } = await ended;
  clearTimeout(timer);
  if (signal === 'SIGKILL') return true;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return false;
}

/** What goes on with a case; one that was not opened yet can only be run again. */
function goOn(folder: string, logs: string): readonly string[] {
  return isOpened(wholeLines(folder)) ? resumeArguments(folder) : runArguments(folder, logs);
}
