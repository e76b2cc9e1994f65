import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { contentUse } from './content-columns.ts';

async function useOf(sql: string): Promise<{ readonly reads: boolean; readonly names: readonly string[] }> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = await connection.runAndReadAll(
    'SELECT json_serialize_sql($1::VARCHAR, skip_null := true, skip_empty := true)',
    [sql],
  );
  const { reads, names } = contentUse(String(rows.getRows()[0]?.[0]));
  return { reads, names: [...names] };
}

describe('contentUse', () => {
  it.each([
    ['SELECT modelid, count(*) AS n FROM bedrock_invocations GROUP BY 1'],
    ['SELECT * FROM cloudtrail'],
    [
      'WITH c AS (SELECT requestid FROM cloudtrail) SELECT c.* FROM c JOIN bedrock_invocations b ON b.requestid = c.requestid',
    ],
  ])('finds nothing in %s', async (sql) => {
    expect(await useOf(sql)).toEqual({ reads: false, names: [] });
  });

  it.each([
    ['SELECT substr(prompt_text, 1, 80) AS sample FROM bedrock_invocations', ['sample']],
    ['SELECT b.* FROM bedrock_invocations b', ['prompt_text']],
    ['SELECT max(response_text) FROM bedrock_invocations', ['_col0']],
    ['WITH a (x) AS (SELECT prompt_text FROM bedrock_invocations) SELECT x AS y FROM a', ['x', 'y']],
    ['SELECT t.u FROM (SELECT lower(b.prompt_text) AS u FROM bedrock_invocations b) t', ['u']],
    ['SELECT modelid AS a FROM bedrock_invocations UNION SELECT prompt_text FROM bedrock_invocations', ['a']],
    [
      "SELECT u.tool FROM bedrock_invocations b CROSS JOIN UNNEST(string_split(b.output_body, ' ')) AS u (tool)",
      ['tool'],
    ],
    ["SELECT CASE WHEN modelid = 'm' THEN prompt_text ELSE 'none' END AS c FROM bedrock_invocations", ['c']],
    ['SELECT (SELECT max(prompt_text) FROM bedrock_invocations) AS m FROM cloudtrail', ['m']],
    ['SELECT first_value(prompt_text) OVER (ORDER BY requestid) AS f FROM bedrock_invocations', ['f']],
    [
      'SELECT [prompt_text] AS list, CAST(tool_uses AS JSON) AS tools FROM bedrock_invocations',
      ['list', 'tools'],
    ],
    [
      "SELECT list_transform(string_split(prompt_text, ' '), w -> upper(w)) AS words FROM bedrock_invocations",
      ['words'],
    ],
  ])('follows content through %s', async (sql, made) => {
    const { reads, names } = await useOf(sql);
    expect(reads).toBe(true);
    expect(names).toEqual(expect.arrayContaining(made));
  });

  it.each([
    [
      "SELECT CASE WHEN prompt_text LIKE '%x%' THEN 'persona' END AS pattern FROM bedrock_invocations",
      'pattern',
    ],
    ["SELECT regexp_matches(prompt_text, 'x') AS hit FROM bedrock_invocations", 'hit'],
    ['SELECT count(DISTINCT prompt_text) AS prompts FROM bedrock_invocations', 'prompts'],
    ["SELECT modelid FROM bedrock_invocations WHERE strpos(prompt_text, 'x') > 0", 'modelid'],
    ['SELECT prompt_text IS NULL AS missing FROM bedrock_invocations', 'missing'],
  ])('tells that %s reads content and gives none', async (sql, column) => {
    const { reads, names } = await useOf(sql);
    expect(reads).toBe(true);
    expect(names).not.toContain(column);
  });
});
