import { describe, expect, it } from 'vitest';
import { translate } from './translate.ts';

describe('translate', () => {
  it.each([
    ['CAST(x AS ARRAY(VARCHAR))', 'CAST(x AS VARCHAR[])'],
    ['CAST(x AS array<row(a bigint, b array(json))>)', 'CAST(x AS STRUCT(a BIGINT, b JSON[])[])'],
    ['TRY_CAST(x AS MAP(VARCHAR, ARRAY(JSON)))', 'TRY_CAST(x AS MAP(VARCHAR, JSON[]))'],
    ['CAST(x AS timestamp(3) with time zone)', 'CAST(x AS TIMESTAMPTZ)'],
    ['CAST(x AS DECIMAL)', 'CAST(x AS DECIMAL(38,0))'],
    ['CAST(CAST(x AS JSON) AS VARCHAR)', '__varchar(CAST(x AS JSON) )'],
    ['approx_distinct(x) FILTER (WHERE y)', 'approx_count_distinct(x) FILTER (WHERE y)'],
    ['any_match(a, x -> x > 1)', '__any_match(list_transform(a, x -> x > 1))'],
    ['if(a, any_match(b, x -> x))', 'if(a, __any_match(list_transform(b, x -> x)), NULL)'],
    ['if(a, b, c)', 'if(a, b, c)'],
    ["date_format(t, '%M %i:%s')", "strftime(t, '%B %M:%S')"],
    ["date_parse(s, '%Y-%m-%d %H:%i')", "strptime(s, '%Y-%m-%d %H:%M')"],
    [`json_extract(j, '$["a b"][0].c-d')`, `json_extract(j, '$."a b"[0]."c-d"')`],
    ["json_extract_scalar(max(j), '$.a')", "__json_scalar(max(j), '$.a')"],
    ["TIMESTAMP '2026-01-01 00:00:00 UTC'", "TIMESTAMPTZ '2026-01-01 00:00:00 UTC'"],
    ["TIMESTAMP '2026-01-01 00:00:00'", "TIMESTAMP '2026-01-01 00:00:00'"],
    ["t AT TIME ZONE 'UTC' > u", 't  > u'],
    ['\'any_match(\' || "transform" || x', '\'any_match(\' || "transform" || x'],
  ])('%s', (athena, engine) => {
    expect(translate(athena)).toMatchObject({ sql: engine, faults: [] });
  });

  it('spreads UNNEST in FROM', () => {
    expect(translate('SELECT a FROM t CROSS JOIN UNNEST(f(x, y), z) AS u(a, b)').sql).toBe(
      'SELECT a FROM t CROSS JOIN LATERAL (SELECT unnest(__u1, max_depth := 2), unnest(__u2, max_depth := 2) FROM (SELECT (f(x, y)) AS __u1, ( z) AS __u2)) AS u(a, b)',
    );
    expect(translate('SELECT a FROM UNNEST(x) WITH ORDINALITY AS u(a, n)').sql).toBe(
      'SELECT a FROM LATERAL (SELECT unnest(__u1, max_depth := 2), generate_subscripts(__u1, 1) FROM (SELECT (x) AS __u1)) AS u(a, n)',
    );
  });

  it.each([
    ['a::b', "'::' is not an operator", 1],
    ['a == b', "'==' is not an operator", 2],
    ["a ->> 'x'", "'->>' is not an operator", 2],
    ['a ILIKE b', 'ILIKE is not part of', 2],
    ['a !~ b', "'!~' is not an operator", 2],
    ["{'a': 1}", "'{' is not an operator", 0],
    ["'a' 'b'", 'two texts stand side by side', 4],
    ['x = :name', 'the parameter :name has no value', 4],
    ['__varchar(x)', "__varchar is heptad's own", 0],
    ['"__varchar"(x)', "__varchar is heptad's own", 0],
    ['strptime(x, y)', 'strptime is not a function of Athena', 0],
    ["date_format(t, '%D')", '%D is not a format letter', 15],
    ['date_format(t, f)', 'must be a literal', 15],
    ['json_extract(j, p)', 'must be a literal', 16],
    ["json_extract(j, '$..a')", 'not one that both engines read alike', 16],
    ["t AT TIME ZONE 'Asia/Tokyo'", 'for UTC only', 2],
    ["TIMESTAMP '2026-01-01T00:00:00Z'", 'is not a timestamp of Athena', 10],
    ['CAST(x AS VARCHAR(3))', 'text of limited length', 10],
    ['SELECT unnest(x) FROM t', 'UNNEST stands outside of FROM', 7],
    [
      'SELECT r.arn FROM t CROSS JOIN UNNEST(t.resources) AS r(one)',
      'gives 3 columns, the alias names 1',
      40,
    ],
  ])('finds fault with %s', (sql, what, offset) => {
    const [fault] = translate(sql).faults;
    expect(fault?.what).toContain(what);
    expect(fault?.offset).toBe(offset);
  });

  it('leads offsets back', () => {
    const sql = 'SELECT approx_distinct(a), nosuch FROM t';
    const translation = translate(sql);
    expect(translation.original(translation.sql.indexOf('nosuch'))).toBe(sql.indexOf('nosuch'));
  });
});
