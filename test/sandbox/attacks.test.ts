import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.ts';
import type { Sandbox } from '../../src/lake/sandbox.ts';
import { footprint, smallSandbox, writePart } from '../support/small-lake.ts';
import type { Attack } from './attack-list.ts';
import { BOMBS, KNOWN_ATTACKS, OWN_ATTACKS } from './attack-list.ts';

const EVENTS = [
  { eventVersion: '1.09', eventTime: '2026-03-01T08:00:00Z', eventName: 'ConsoleLogin', eventID: '1' },
];

let root: string;
let folder: string;
let lake: string;
let sandbox: Sandbox;
let before: readonly string[];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'heptad-attacks-'));
  folder = join(root, 'case');
  mkdirSync(folder);
  writeFileSync(join(folder, 'secret.csv'), 'secret\nTOPSECRET\n');
  symlinkSync('/etc/passwd', join(folder, 'link.csv'));
  lake = await writePart(join(root, 'lake'), EVENTS);
  sandbox = smallSandbox(lake, { graceMs: 500 });
  before = footprint(root);
});

afterAll(async () => {
  await sandbox.close();
  rmSync(root, { recursive: true });
});

function filled([, sql]: Attack): string {
  return sql.replaceAll('{lake}', lake).replaceAll('{folder}', folder);
}

async function refusal(attack: Attack, timeoutMs = 5_000): Promise<unknown> {
  const sql = filled(attack);
  const values = sql.includes('?') ? ['cloudtrail'] : [];
  return sandbox.query(sql, values, { timeoutMs }).then(
    ({ rows }) => `it ran and gave ${JSON.stringify(rows).slice(0, 200)}`,
    (error: unknown) => error,
  );
}

describe('the sandbox refuses', () => {
  it.each([...KNOWN_ATTACKS, ...OWN_ATTACKS])('%s', async (...attack) => {
    const error = await refusal(attack);

    expect(error).toBeInstanceOf(UserError);
    expect(footprint(root)).toEqual(before);
  });

  it('before the engine prepares anything: no refusal above came from the locks alone', async () => {
    for (const attack of [...KNOWN_ATTACKS, ...OWN_ATTACKS]) {
      const checked = await sandbox.check(filled(attack));
      const whats = checked.ok ? ['it was accepted'] : checked.faults.map(({ what }) => what);
      expect(`${attack[0]}: ${whats.join()}`).not.toMatch(
        /it was accepted|Permission Error|disabled by|been locked|file system operations/,
      );
    }
  });

  it('a statement, and answers the next as if nothing had been', async () => {
    await refusal(['a file', "select * from read_text('{folder}/secret.csv')"]);

    const { rows } = await sandbox.query('select eventname from cloudtrail', []);
    expect(rows).toEqual([{ eventname: 'ConsoleLogin' }]);
  });

  it('what its engine, without the gate, would do', async () => {
    const copy = join(root, 'control');
    const victim = await writePart(copy, EVENTS);
    const untouched = footprint(copy);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `SET allowed_paths = ['${victim}']; SET enable_external_access = false; SET lock_configuration = true`,
    );

    await connection.run(`COPY (SELECT 1 AS x) TO '${victim}' (FORMAT parquet, USE_TMP_FILE false)`);

    expect(footprint(copy)).not.toEqual(untouched);
    connection.closeSync();
    rmSync(copy, { recursive: true });
  });
});

describe('the sandbox stops', () => {
  it.each(BOMBS)('%s', async (...attack) => {
    const start = performance.now();
    const error = await refusal(attack, 1_500);

    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(/longer than|memory|characters|limit/i);
    expect(performance.now() - start).toBeLessThan(20_000);
    const { rows } = await sandbox.query('select count(*) as n from cloudtrail', []);
    expect(rows).toEqual([{ n: 1 }]);
    expect(footprint(root)).toEqual(before);
  });
});
