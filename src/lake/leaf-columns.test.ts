import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { withLeafColumns } from '../dialect/leaf-columns.ts';
import { EVENTS_WITH_LEAVES, viewStatements } from './views.ts';
import { exactSelect } from './cloudtrail-sql.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const ROLE = 'arn:aws:iam::111122223333:role/app';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/app/x';
const IDENTITIES = [
  { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/a', accessKeyId: KEY },
  { type: 'AssumedRole', arn: SESSION, sessionContext: { sessionIssuer: { arn: ROLE } } },
  { type: 'AWSService', invokedBy: 'x.amazonaws.com' },
  { arn: ROLE },
  'root',
  ['odd'],
  null,
];

/** Statements that are to be read from the leaves' columns, and the values of their parameters. */
const QUICKER: readonly (readonly [string, readonly string[]])[] = [
  ['SELECT useridentity.arn AS a, count(*) AS n FROM cloudtrail GROUP BY useridentity.arn', []],
  ['SELECT c.UserIdentity.Arn AS a FROM cloudtrail c WHERE c.useridentity . accesskeyid = ?', [KEY]],
  ['SELECT eventid FROM cloudtrail_logs WHERE cloudtrail_logs.useridentity.invokedby IS NULL', []],
  [
    'SELECT eventid FROM cloudtrail WHERE useridentity.arn = ? OR useridentity.sessioncontext.sessionissuer.arn = ?',
    [ROLE, ROLE],
  ],
  [
    `SELECT eventid FROM cloudtrail WHERE CASE WHEN ? = 'k' THEN useridentity.accesskeyid = ? ELSE
      useridentity.arn = ? OR useridentity.sessioncontext.sessionissuer.arn = ? END`,
    ['p', ROLE, SESSION, ROLE],
  ],
  [
    'SELECT eventid FROM cloudtrail WHERE NOT (useridentity.arn = ? OR useridentity.sessioncontext.sessionissuer.arn = ?)',
    [ROLE, SESSION],
  ],
  [
    `SELECT eventid, useridentity.arn = ? OR useridentity.sessioncontext.sessionissuer.arn = ? AS is_it FROM cloudtrail
      WHERE useridentity IS NOT NULL`,
    [ROLE, ROLE],
  ],
  [
    `WITH a AS (SELECT useridentity.type AS t FROM cloudtrail) SELECT t, 'ä', (SELECT max(useridentity.arn)
      FROM cloudtrail WHERE eventid > ?) AS latest FROM a`,
    ['0'],
  ],
];

/** Statements that stay as they are. */
const LEFT_ALONE = [
  'SELECT * FROM cloudtrail WHERE useridentity.arn IS NULL',
  'SELECT useridentity.arn FROM cloudtrail',
  'SELECT eventid AS useridentity FROM cloudtrail ORDER BY useridentity.arn',
  'SELECT useridentity.principalid AS p FROM cloudtrail',
  'SELECT useridentity AS u FROM cloudtrail',
  'WITH cloudtrail AS (SELECT 1 AS x) SELECT x FROM cloudtrail',
  'SELECT a.useridentity.arn AS x FROM cloudtrail a JOIN cloudtrail b ON a.eventid = b.eventid',
  "SELECT filter(ARRAY['x'], useridentity -> useridentity = 'x') AS f FROM cloudtrail WHERE useridentity.arn = 'x'",
];

describe('withLeafColumns', () => {
  it.each(QUICKER)('gives the same rows for %s', async (sql, values) => {
    const { connection, quicker } = await rewritten(sql);
    expect(quicker).toContain(EVENTS_WITH_LEAVES.table);
    const rows = async (text: string): Promise<unknown> =>
      (await connection.runAndReadAll(text, [...values]))
        .getRowsJson()
        .map((row) => JSON.stringify(row))
        .toSorted();
    const own = await rows(sql);
    expect(own).not.toEqual([]);
    expect(await rows(quicker ?? '')).toEqual(own);
  });

  it.each(LEFT_ALONE)('leaves %s as it is', async (sql) => {
    expect((await rewritten(sql)).quicker).toBeNull();
  });

  it('asks the column of both names where one of two has to be equal, and only there', async () => {
    const asked = await rewritten(QUICKER[3]?.[0] ?? '');
    expect(asked.quicker?.match(/contains\("useridentity.arns", \$[12]\) AND /g)).toHaveLength(2);
    for (const at of [1, 5, 6])
      expect((await rewritten(QUICKER[at]?.[0] ?? '')).quicker).not.toContain('contains');
  });
});

async function rewritten(sql: string) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'");
  const values = IDENTITIES.map((userIdentity, index) => {
    const event = { eventTime: '2026-03-01T00:00:00Z', eventID: `${index}`, eventName: 'X', userIdentity };
    return `('e', ${index}, 0, 0, '${JSON.stringify(event)}')`;
  });
  const source = `(VALUES ${values.join(', ')}) AS r(evidence, record, byte_offset, byte_length, raw)`;
  await connection.run(`CREATE TABLE events AS ${exactSelect(source, false)}`);
  for (const statement of viewStatements(() => [], { from: null, to: null, account: null })) {
    const own = statement.startsWith(`CREATE OR REPLACE VIEW ${EVENTS_WITH_LEAVES.table} `);
    await connection.run(own ? `CREATE VIEW ${EVENTS_WITH_LEAVES.table} AS SELECT * FROM events` : statement);
  }
  const [row] = (
    await connection.runAndReadAll(
      'SELECT json_serialize_sql(?::VARCHAR, skip_null := true, skip_empty := true)',
      [sql],
    )
  ).getRows();
  return { connection, quicker: withLeafColumns(sql, String(row?.[0]), EVENTS_WITH_LEAVES) };
}
