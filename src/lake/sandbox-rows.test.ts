import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { columnsOf, plainValue, RowTaker } from './sandbox-rows.ts';

async function valuesOf(list: string): Promise<readonly unknown[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(`SELECT ${list}`);
  return result.getRows()[0] ?? [];
}

describe('plainValue', () => {
  it.each([
    ['NULL', null],
    ['true', true],
    ['9007199254740991::BIGINT', 9_007_199_254_740_991],
    ['9007199254740993::BIGINT', '9007199254740993'],
    ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
    ['1.50::DECIMAL(10, 2)', 1.5],
    ['100.00::DECIMAL(10, 2)', 100],
    ['12345678901234567890.12::DECIMAL(38, 2)', '12345678901234567890.12'],
    ["'nan'::DOUBLE", 'NaN'],
    ["TIMESTAMP '2026-03-01 08:00:00.123456'", '2026-03-01T08:00:00.123Z'],
    ["TIMESTAMP '1969-12-31 23:59:59.999999'", '1969-12-31T23:59:59.999Z'],
    ["TIMESTAMPTZ '2026-03-01 08:00:00+02'", '2026-03-01T06:00:00.000Z'],
    ["TIMESTAMP 'infinity'", 'infinity'],
    ["DATE '2026-03-01'", '2026-03-01'],
    ["'ab'::BLOB", '6162'],
    ["['a', NULL]", ['a', null]],
    ["{'a': 1, 'b': {'c': [2]}}", { a: 1, b: { c: [2] } }],
    ["MAP {'k': DATE '2026-03-01'}", { k: '2026-03-01' }],
    ['MAP {1: 2}', { '1': 2 }],
    [`'{"a": 1}'::JSON`, '{"a": 1}'],
  ])('%s', async (sql, expected) => {
    const [value] = await valuesOf(sql);
    expect(plainValue(value)).toEqual(expected);
  });

  it('keeps a member of the name __proto__ as data', async () => {
    const [value] = await valuesOf(`MAP {'__proto__': 'x'}`);
    expect(JSON.stringify(plainValue(value))).toBe('{"__proto__":"x"}');
  });
});

describe('columnsOf', () => {
  it('lowers names, names the nameless and tells twins apart', () => {
    const columns = ['Arn', 'arn', 'count_star()'].map((name) => ({ name, type: undefined }));
    expect(columnsOf(columns, new Map([[2, '_col2']])).map(({ name }) => name)).toEqual([
      'arn',
      'arn_2',
      '_col2',
    ]);
  });
});

describe('RowTaker', () => {
  const columns = [{ name: 'a', type: 'VARCHAR' }];

  it('is full once there is a row more than asked for', () => {
    const taker = new RowTaker(columns, 2, 1000);
    taker.take([['x'], ['y']]);
    expect(taker).toMatchObject({ full: false, rows: [{ a: 'x' }, { a: 'y' }] });
    taker.take([['z']]);
    expect(taker).toMatchObject({ full: true, rows: [{ a: 'x' }, { a: 'y' }] });
  });

  it('is full once it holds too much text', () => {
    const taker = new RowTaker(columns, 100, 10);
    taker.take([['x'.repeat(11)], ['y']]);
    expect(taker).toMatchObject({ full: true, rows: [{ a: 'xxxxxxxxxxx' }] });
  });
});
