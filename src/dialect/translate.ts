import type { SqlFault } from '../model/sql-fault.ts';
import type { Change } from './change.ts';
import { applyEdits } from './edits.ts';
import { foreignTokens } from './foreign-tokens.ts';
import { tokenize } from './tokenize.ts';
import { translateCall } from './translate-calls.ts';
import { translateCast } from './translate-casts.ts';
import { translateTime } from './translate-times.ts';
import { translateUnnest } from './translate-unnest.ts';
import type { Token } from './tokenize.ts';

/** An Athena statement as the embedded engine is given it. */
export interface Translation {
  readonly sql: string;
  readonly faults: readonly SqlFault[];
  /** The offset in the Athena text of an offset in `sql`. */
  readonly original: (offset: number) => number;
}

/**
 * Rewrites what no macro could express: lambdas, aggregates under another name, array types, formats, UNNEST of rows.
 * Works on tokens and inserts only fixed text, so nothing a statement says can grow into something else; the result
 * still has to pass the gate.
 */
export function translate(sql: string): Translation {
  const { tokens, faults } = tokenize(sql);
  const found = [...faults, ...foreignTokens(tokens)];
  if (found.length > 0) return { sql, faults: found, original: (offset) => offset };
  const changes = tokens.flatMap((_, index) => changesAt(tokens, index, sql));
  const edited = applyEdits(
    sql,
    changes.flatMap(({ edits }) => edits),
  );
  return { sql: edited.text, faults: changes.flatMap((change) => change.faults), original: edited.original };
}

function changesAt(tokens: readonly Token[], index: number, sql: string): Change[] {
  if (tokens[index]?.kind !== 'word') return [];
  return [
    translateCast(tokens, index, sql),
    translateCall(tokens, index),
    translateTime(tokens, index),
    translateUnnest(tokens, index),
  ].filter((change) => change !== undefined);
}
