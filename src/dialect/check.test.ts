import { describe, expect, it } from 'vitest';
import { checkDialect } from './check.ts';

describe('checkDialect', () => {
  it.each([
    'SELECT eventname, count(*) FROM cloudtrail WHERE eventtime > :from GROUP BY 1 ORDER BY 2 DESC OFFSET 1 LIMIT 5',
    'SELECT a.arn FROM cloudtrail CROSS JOIN UNNEST(resources) AS a(arn, accountid, type)',
    'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT transform(ARRAY[n], x -> x) FROM r',
  ])('accepts %s', async (sql) => {
    expect(await checkDialect(sql)).toEqual([]);
  });

  it.each([
    ['SELECT a FROM t LIMIT 1 OFFSET 2', 24, 'OFFSET comes before LIMIT'],
    ['SELECT * EXCLUDE (a) FROM t', 9, 'name the columns'],
    ['SELECT a, FROM t', 10, 'comma'],
    ['FROM t SELECT a', 0, 'begins with SELECT'],
    ['SELECT DISTINCT ON (a) a, b FROM t', 16, 'DISTINCT ON'],
    ['SELECT [1, 2]', 7, 'ARRAY'],
    ['SELECT a FROM t GROUP BY ALL', 28, ''],
    ['SELECT lag(a IGNORE NULLS) OVER (ORDER BY a) FROM t', 13, 'IGNORE NULLS'],
    ['SELECT a\nFROM t\nWHERE :x ILIKE b', 25, 'regexp_like'],
    ['SELECT a::int FROM t', 8, 'CAST'],
    ['SELECT a[1:2] FROM t', 10, 'slice'],
  ])('refuses %j', async (sql, offset, fix) => {
    const [fault] = await checkDialect(sql);
    expect(fault?.offset).toBe(offset);
    expect(fault?.fix ?? '').toContain(fix);
  });
});
