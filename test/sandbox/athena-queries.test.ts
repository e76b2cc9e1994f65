import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDialect } from '../../src/dialect/check.ts';
import { bindNamed } from '../../src/dialect/named-parameters.ts';
import type { Sandbox } from '../../src/lake/sandbox.ts';
import { smallSandbox, writePart } from '../support/small-lake.ts';
import { ATHENA_EVENTS } from './athena-events.ts';
import { ATHENA_QUERIES } from './athena-query-list.ts';

let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heptad-athena-'));
  sandbox = smallSandbox(await writePart(folder, ATHENA_EVENTS));
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

describe('a published kind of query', () => {
  it.each(ATHENA_QUERIES)('$asks', async ({ sql, params, rows }) => {
    const bound = bindNamed(sql);
    const values = bound.names.map((name) => params?.[name] ?? null);

    const result = await sandbox.query(bound.sql, values);

    const names = result.columns.map(({ name }) => name);
    expect(result.rows.map((row) => names.map((name) => row[name]))).toEqual(rows);
  });

  it.each(ATHENA_QUERIES)('$asks: Athena reads it the same way', async ({ sql }) => {
    const checked = await sandbox.check(bindNamed(sql).sql);

    expect(checked).toMatchObject({ ok: true, differs: [] });
    expect(await checkDialect(sql)).toEqual([]);
  });
});
