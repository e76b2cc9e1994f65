import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { translate } from './translate.ts';

const ONE = {
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  query_location: 7,
  value: { type: { id: 'INTEGER' } },
};
const FROM = { type: 'BASE_TABLE', query_location: 14, table_name: 'cloudtrail' };
const SELECT = {
  type: 'SELECT_NODE',
  select_list: [ONE],
  from_table: FROM,
  aggregate_handling: 'STANDARD_HANDLING',
};

function judged(node: object, sql = 'SELECT 1 FROM cloudtrail'): readonly string[] {
  const serialized = JSON.stringify({ error: false, statements: [{ node }] });
  return gate(serialized, translate(sql)).map(({ what, offset }) => `${what} @${offset ?? '-'}`);
}

describe('gate', () => {
  it('lets a plain statement through', () => {
    expect(judged(SELECT)).toEqual([]);
  });

  it.each([
    ['a key of a later engine', { ...SELECT, teleport: true }, 'teleport is not accepted in a query @-'],
    [
      'a table of an unknown kind',
      { ...SELECT, from_table: { type: 'WORMHOLE' } },
      'wormhole is not accepted in a query @-',
    ],
    [
      'an expression of an unknown class',
      { ...SELECT, having: { class: 'MAGIC', query_location: 0 } },
      'magic is not accepted in a query @0',
    ],
    [
      'a box of unknown keys',
      { ...SELECT, where_clause: { anything: [ONE] } },
      'anything is not accepted in a query @-',
    ],
    [
      'a schema',
      { ...SELECT, from_table: { ...FROM, schema_name: 'main' } },
      'a schema before the name of a table is not accepted in a query @14',
    ],
    [
      'an unknown join',
      {
        ...SELECT,
        from_table: { type: 'JOIN', left: FROM, right: FROM, join_type: 'INNER', ref_type: 'ASOF' },
      },
      'a join of the kind ASOF is not part of Athena SQL @-',
    ],
  ])('refuses %s', (_, node, what) => {
    expect(judged(node)).toContain(what);
  });

  it('refuses what the parser did not read, at its place', () => {
    const error = { error: true, error_message: 'syntax error at or near "b"', position: '7' };
    expect(gate(JSON.stringify(error), translate("'é🙂' + b"))).toEqual([
      { what: 'syntax error at or near "b"', offset: 8 },
    ]);
    const copy = { error: true, error_message: 'Only SELECT statements can be serialized to json!' };
    expect(gate(JSON.stringify(copy), translate('COPY x'))[0]?.what).toBe('only SELECT is accepted');
    expect(gate(JSON.stringify({ error: false, statements: [] }), translate(''))[0]?.what).toBe(
      'there is no statement',
    );
  });
});
