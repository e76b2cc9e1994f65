import type { Edited } from './edits.ts';
import { applyEdits } from './edits.ts';
import { tokenize } from './tokenize.ts';

/** A named query that a statement is to see as a table. */
export interface Cte {
  readonly name: string;
  readonly sql: string;
}

/**
 * Puts common table expressions before a statement, ahead of those it has. A name hides the table of that name in the
 * statement; the query behind it must read a relation of another name. `?` in the queries come first in order.
 * @param as what stands between name and query; DuckDB keeps filters fast with `AS NOT MATERIALIZED`
 */
export function prependCtes(sql: string, ctes: readonly Cte[], as = 'AS'): Edited {
  if (ctes.length === 0) return applyEdits(sql, []);
  const list = ctes
    .map(({ name, sql: query }) => `"${name.replaceAll('"', '""')}" ${as} (${query}\n)`)
    .join(', ');
  const { tokens } = tokenize(sql);
  const [first, second] = tokens;
  if (first === undefined || !isWord(first.text, 'with')) {
    const at = first?.start ?? 0;
    return applyEdits(sql, [{ start: at, end: at, text: `WITH ${list} ` }]);
  }
  const after = second !== undefined && isWord(second.text, 'recursive') ? second.end : first.end;
  return applyEdits(sql, [{ start: after, end: after, text: ` ${list}, ` }]);
}

function isWord(text: string, word: string): boolean {
  return text.toLowerCase() === word;
}
