import type { CheckSql } from '../../src/playbook/check.ts';

/** Judges a statement without a database: `::` is a fault, and the select list gives the columns. */
export const fakeSql: CheckSql = (sql) => {
  const cast = sql.indexOf('::');
  const faults =
    cast === -1
      ? []
      : [{ what: "'::' is not SQL that Athena reads", offset: cast, fix: 'write CAST(x AS type)' }];
  const list = /SELECT\s+([\w\s,.]+?)\s+FROM/i.exec(sql)?.[1];
  const columns = list?.split(',').map((column) => ({
    name:
      column
        .trim()
        .split(/[\s.]+/)
        .at(-1) ?? '',
    type: 'VARCHAR',
  }));
  return Promise.resolve({ faults, columns: columns ?? null });
};
