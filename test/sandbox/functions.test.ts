import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkDialect } from '../../src/dialect/check.ts';
import { FUNCTIONS } from '../../src/dialect/functions.ts';
import type { Sandbox } from '../../src/lake/sandbox.ts';
import { smallSandbox, writePart } from '../support/small-lake.ts';
import { AGGREGATE_VALUES, FUNCTION_VALUES, WINDOW_VALUES } from './function-list.ts';

const ROWS = `FROM (VALUES ('b', 1), ('a', 2), ('a', 3), (NULL, 4)) AS v(s, n)
  CROSS JOIN (SELECT date '2026-01-04' AS d, timestamp '2026-01-04 05:06:07.891' AS t,
    'https://h.example:8443/p/q?a=1&b=x%20y#f' AS u, '{"a": {"b": [1, "x", null]}, "n": 1.5, "t": true}' AS j) c`;

let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heptad-functions-'));
  sandbox = smallSandbox(await writePart(folder, [{ eventName: 'x' }]));
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

async function valuesOf(sql: string): Promise<readonly unknown[]> {
  expect(await checkDialect(sql)).toEqual([]);
  const { rows } = await sandbox.query(sql, []);
  return rows.map(({ v }) => v);
}

describe('means what it means in Athena:', () => {
  it.each(FUNCTION_VALUES)('%s', async (expression, value) => {
    expect(await valuesOf(`SELECT ${expression} AS v ${ROWS} WHERE n = 1`)).toEqual([value]);
  });

  it.each(AGGREGATE_VALUES)('%s', async (expression, value) => {
    expect(await valuesOf(`SELECT ${expression} AS v ${ROWS}`)).toEqual([value]);
  });

  it.each(WINDOW_VALUES)('%s', async (expression, values) => {
    expect(await valuesOf(`SELECT v FROM (SELECT n, ${expression} AS v ${ROWS}) x ORDER BY n`)).toEqual(
      values,
    );
  });

  it('each function that may be called is among these', () => {
    const texts = [...FUNCTION_VALUES, ...AGGREGATE_VALUES, ...WINDOW_VALUES].map(
      ([expression]) => expression,
    );
    const called = new Set(
      texts.flatMap((text) => [...text.matchAll(/(\w+)\s*\(/g)].map((match) => match[1]?.toLowerCase())),
    );
    const allowed = Object.keys(FUNCTIONS).filter((name) => FUNCTIONS[name]?.how !== 'refused');
    expect(allowed.filter((name) => !called.has(name))).toEqual(['unnest']);
  });
});

describe('is refused with what to do instead:', () => {
  it.each(Object.entries(FUNCTIONS).filter(([, { how }]) => how === 'refused'))(
    '%s',
    async (name, { note }) => {
      const checked = await sandbox.check(`SELECT ${name}('x')`);
      expect(checked).toMatchObject({
        ok: false,
        faults: [{ what: `the function ${name} is not available`, fix: note }],
      });
    },
  );
});
