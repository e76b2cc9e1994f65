import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparableReport, heptad, resumeArguments, runArguments } from '../support/durable-case.ts';
import { isOpened } from '../support/durable-journal.ts';
import { writeDurableLogs, writeMoreLogs } from '../support/durable-logs.ts';
import { inLanes } from '../support/in-lanes.ts';
import {
  kindsOf,
  oneOfEachKind,
  type Point,
  pointsOf,
  sampled,
  stopAt,
  type Stopping,
  writesOf,
} from '../support/stopped-runs.ts';

const LANES = 2;
/** The journal's line that tells of the first batch of logs: the playbook, the paths and the opening stand before it. */
const FIRST_BATCH = 4;

let root = '';
let logs = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'heptad-every-write-'));
  logs = join(root, 'logs');
  writeDurableLogs(logs);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a command that is stopped at one of its writes', () => {
  it('run: goes on to the same report, whichever write it was', { timeout: 1_800_000 }, async () => {
    const run = {
      prepare: () => undefined,
      command: (folder: string) => runArguments(folder, logs),
      // By the same run and by resume in turn; what was not opened yet can only be run again.
      goOn: (folder: string, { journal, n }: { readonly journal: string; readonly n: number }) => [
        isOpened(journal) && n % 2 === 0 ? resumeArguments(folder) : runArguments(folder, logs),
      ],
    };
    const whole = join(root, 'whole');
    const points = pointsOf(await writesOf(run, whole), 12);
    expect(kindsOf(points)).toEqual(expect.arrayContaining(RUN_KINDS));
    expect(await problemsAt(points, { ...run, report: await comparableReport(whole) })).toEqual([]);
  });

  it('collect: goes on to the same report, by resume alone too', { timeout: 600_000 }, async () => {
    const base = join(root, 'collect-base');
    const [small, more] = [join(root, 'small'), join(root, 'more')];
    writeDurableLogs(small, { large: false });
    writeMoreLogs(more);
    expect(await heptad(runArguments(base, small))).toMatchObject({ code: 0 });
    const collect = {
      prepare: (folder: string) => cpSync(base, folder, { recursive: true }),
      command: (folder: string) => ['collect', folder, '--logs', more],
      goOn: (folder: string, { journal, n }: { readonly journal: string; readonly n: number }) => {
        const named = journal.split('"kind":"logs-named"').length > 2;
        return [
          ...(named && n % 2 === 0 ? [] : [['collect', folder, '--logs', more]]),
          resumeArguments(folder),
        ];
      },
    };
    const whole = join(root, 'collected');
    const writes = await writesOf(collect, whole);
    expect(await heptad(resumeArguments(whole))).toMatchObject({ code: 0 });
    const points = sampled(pointsOf(writes, 8), 16);
    expect(await problemsAt(points, { ...collect, report: await comparableReport(whole) })).toEqual([]);
  });

  it(
    'resume: sets a crash aside, whichever write of that it is stopped at itself',
    { timeout: 600_000 },
    async () => {
      const base = join(root, 'crashed');
      const small = join(root, 'small');
      writeDurableLogs(small, { large: false });
      const undisturbed = join(root, 'undisturbed');
      expect(await heptad(runArguments(undisturbed, small))).toMatchObject({ code: 0 });
      // The entry of the first batch of logs is torn: its pack and manifest are there and nobody names them.
      const stop = { folder: base, at: FIRST_BATCH, when: 'half', only: 'write journal.jsonl' } as const;
      expect(await heptad(runArguments(base, small), stop)).toMatchObject({ signal: 'SIGKILL' });
      const resume = {
        prepare: (folder: string) => cpSync(base, folder, { recursive: true }),
        command: (folder: string) => resumeArguments(folder),
        goOn: (folder: string) => [resumeArguments(folder)],
      };
      const writes = await writesOf(resume, join(root, 'recovered'));
      const recovery = writes.slice(0, writes.findLastIndex(({ path }) => path.startsWith('set-aside')) + 8);
      const points = oneOfEachKind(pointsOf(recovery, recovery.length));
      expect(kindsOf(points)).toEqual(
        expect.arrayContaining([
          'set-aside write half',
          'set-aside rename before',
          'journal.jsonl cut before',
        ]),
      );
      expect(await problemsAt(points, { ...resume, report: await comparableReport(undisturbed) })).toEqual(
        [],
      );
    },
  );
});

const RUN_KINDS = [
  'journal.jsonl write half',
  'journal.jsonl flush after',
  'evidence/packs write half',
  'evidence/packs rename before',
  'evidence/objects write half',
  'evidence/objects rename after',
  'evidence/manifests write half',
  'evidence/manifests rename after',
  'lake/manifest.json write half',
  'lake/manifest.json rename before',
  'lake/manifest.json rename after',
  'lock link after',
];

async function problemsAt(points: readonly Point[], stopping: Stopping): Promise<readonly string[]> {
  const from = performance.now();
  const problems = await inLanes(points, LANES, (point) => stopAt(point, stopping));
  process.stderr.write(
    `every-write: stopped at ${points.length} points in ${Math.round((performance.now() - from) / 1000)} s\n`,
  );
  return problems.flat();
}
