import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/program.ts';

/** Public collections of logs. They are not part of the project; where they are not at hand, the tests say so. */
const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'heptad-real-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

interface Account {
  readonly path: string;
  readonly status: string;
  readonly reader: string;
  readonly records: number;
  readonly problems: number;
  readonly detail: string;
}

interface Coverage {
  readonly files: readonly Account[];
  readonly sources: readonly { readonly source: string; readonly account: string | null }[];
  readonly events: number;
  readonly invocations: number;
}

type Row = Readonly<Record<string, unknown>>;

function asked(sql: string, ...logs: readonly string[]): readonly Row[] {
  return json(['logs', 'query', sql, ...named(logs), '--format', 'json']) as readonly Row[];
}

function covered(...logs: readonly string[]): Coverage {
  return json(['logs', 'coverage', ...named(logs), '--json']) as Coverage;
}

function named(logs: readonly string[]): readonly string[] {
  return logs.flatMap((path) => ['--logs', resolve(DATA, path)]);
}

function json(args: readonly string[]): unknown {
  const { exit, stdout, stderr } = runProgram(args, { cwd: place });
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  return JSON.parse(stdout);
}

function statusesOf(files: readonly Account[]): Readonly<Record<string, number>> {
  return files.reduce<Record<string, number>>(
    (counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
    {},
  );
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** A collection that a test needs; without it the test is skipped, and the title says why. */
function onLogs(folder: string, tests: () => void): void {
  if (existsSync(join(DATA, folder))) describe(folder, tests);
  else describe.skip(`${folder} (skipped: ../shared/data/${folder} is not at hand)`, tests);
}

onLogs('invictus-aws_dataset', () => {
  it('gives 2,900 events with as many ids, of the account in the records, 300 with errors', () => {
    const sql = `SELECT count(*) AS events, count(DISTINCT eventid) AS ids, count(errorcode) AS errors, array_agg(DISTINCT recipientaccountid) AS accounts FROM cloudtrail`;
    expect(asked(sql, 'invictus-aws_dataset')).toEqual([
      { events: 2900, ids: 2900, errors: 300, accounts: ['123837392027'] },
    ]);
  });

  it('accounts for each file', () => {
    const coverage = covered('invictus-aws_dataset');
    expect(coverage.files.filter(({ reader }) => reader === 'cloudtrail')).toHaveLength(55);
    expect(coverage.files.reduce((sum, { records }) => sum + records, 0)).toBe(2900);
    expect(coverage.sources.map(({ account }) => account)).toEqual(expect.arrayContaining(['123837392027']));
    expect(new Set(coverage.sources.map(({ account }) => account))).toEqual(new Set(['123837392027']));
  });
});

onLogs('stratus-red-team', () => {
  it('gives 71 rows of 13 bare arrays, invented Regions and addresses included', () => {
    expect(asked('SELECT count(*) AS events FROM cloudtrail', 'stratus-red-team')).toEqual([{ events: 71 }]);
    const coverage = covered('stratus-red-team');
    expect(coverage.files.filter(({ reader }) => reader === 'cloudtrail')).toHaveLength(13);
  });
});

onLogs('traildiscover', () => {
  it('gives 305 rows of 306 events, and calls 21 empty arrays empty', () => {
    expect(asked('SELECT count(*) AS events FROM cloudtrail', 'traildiscover')).toEqual([{ events: 305 }]);
    const coverage = covered('traildiscover');
    const logs = coverage.files.filter(({ path }) => path.endsWith('.json.cloudtrail'));
    expect(logs).toHaveLength(327);
    expect(statusesOf(logs)).toEqual({ read: 305, identical: 1, empty: 21 });
    expect(logs.filter(({ status, problems }) => status === 'empty' && problems > 0)).toEqual([]);
  });
});

onLogs('panther-analysis', () => {
  it('gives 199 rows of 203 one-event files together', () => {
    expect(asked('SELECT count(*) AS events FROM cloudtrail', 'panther-analysis')).toEqual([{ events: 199 }]);
    const logs = covered('panther-analysis').files.filter(({ status }) => status !== 'unrecognised');
    expect(statusesOf(logs)).toEqual({ read: 199, identical: 4 });
    expect(logs.every(({ status, records }) => status === 'identical' || records === 1)).toBe(true);
  });

  it('gives one row of a file alone, also of one without an event id', () => {
    const [file] = covered('panther-analysis').files.filter(({ status }) => status === 'read');
    expect(asked('SELECT count(*) AS events FROM cloudtrail', file?.path ?? '')).toEqual([{ events: 1 }]);
  });
});

onLogs('cloud-console-cartographer', () => {
  it('gives 3,750 rows of 4,666 events, none with a userIdentity', () => {
    const sql = 'SELECT count(*) AS events, count(useridentity) AS identities FROM cloudtrail';
    expect(asked(sql, 'cloud-console-cartographer')).toEqual([{ events: 3750, identities: 0 }]);
    expect(covered('cloud-console-cartographer').files.reduce((sum, { records }) => sum + records, 0)).toBe(
      4666,
    );
  });
});

onLogs('cribl', () => {
  it('gives invocation records with prompt, answer, tokens and operation', () => {
    const sql = `SELECT count(*) AS calls, count_if(prompt_text <> '') AS prompts, count_if(response_text <> '') AS answers, count(input_tokens) AS tokens, count(operation) AS operations FROM bedrock_invocations`;
    const [row] = asked(sql, 'cribl');
    expect(Number(row?.['calls'])).toBeGreaterThan(0);
    expect(row).toMatchObject({
      prompts: row?.['calls'],
      tokens: row?.['calls'],
      operations: row?.['calls'],
    });
    expect(Number(row?.['answers'])).toBeGreaterThan(0);
  });

  it('sets SageMaker data capture aside by name, and leaves no file out', () => {
    const { files } = covered('cribl');
    expect(
      files.filter(({ status, detail }) => status === 'set-aside' && /SageMaker/.test(detail)).length,
    ).toBeGreaterThan(0);
  });
});

onLogs('.', () => {
  let whole: Coverage;
  beforeAll(() => {
    whole = covered('.');
  });

  it('reads the whole folder at once, and accounts for each file', () => {
    expect(whole.files.map(({ path }) => path).toSorted()).toEqual(filesBelow(DATA));
    expect(whole.files.filter(({ detail, status }) => detail === '' && status !== 'read')).toEqual([]);
    expect(statusesOf(whole.files)).toMatchObject({ read: 595, identical: 6, empty: 21, 'set-aside': 2 });
    expect(whole.events).toBe(7280);
  });
});
