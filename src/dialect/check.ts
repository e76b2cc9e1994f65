import type { SqlFault } from '../model/sql-fault.ts';
import { tokenize } from './tokenize.ts';
import { translate } from './translate.ts';
import type { GrammarError } from './trino-grammar.ts';
import { trinoGrammar } from './trino-grammar.ts';

/**
 * Whether Athena would read a statement, and as the embedded engine does: Trino's grammar, and the tokens that only
 * one of them knows. For `playbook check`; what needs a look at kinds and names is part of the sandbox's own check.
 */
export async function checkDialect(sql: string): Promise<readonly SqlFault[]> {
  const plain = withoutNames(sql);
  const { faults } = translate(plain);
  if (faults.length > 0) return faults;
  const grammar = await trinoGrammar();
  const [first] = grammar.validate(plain);
  return first === undefined ? [] : [notTrino(plain, first)];
}

/** `:name` becomes `?`, the length kept. */
function withoutNames(sql: string): string {
  const { tokens } = tokenize(sql);
  return tokens.reduce(
    (text, { kind, start, end }) =>
      kind === 'named' ? text.slice(0, start) + '?'.padEnd(end - start) + text.slice(end) : text,
    sql,
  );
}

/** What people write that Trino's grammar stops at, by the word it stops at. */
const HINTS: Readonly<Record<string, string>> = {
  offset: 'OFFSET comes before LIMIT',
  exclude: 'name the columns you want',
  replace: 'name the columns you want',
  from: 'take out the comma before FROM; a query begins with SELECT',
  on: 'DISTINCT ON is not part of Athena SQL; use max_by or row_number()',
  ignore: 'IGNORE NULLS is not supported',
  '[': 'write ARRAY[…]',
  '::': 'write CAST(x AS type)',
};

function notTrino(sql: string, error: GrammarError): SqlFault {
  const offset = offsetOf(sql, error);
  const word = (/^(?:\w+|\S)/.exec(sql.slice(offset))?.[0] ?? '').toLowerCase();
  const why = error.message.startsWith('rule ')
    ? 'this is no expression of Athena SQL'
    : error.message.replace(/, expecting.*/s, '');
  const fix = Object.hasOwn(HINTS, word) ? HINTS[word] : undefined;
  return {
    what: `Athena does not read this from '${word}' on`,
    why,
    offset,
    ...(fix === undefined ? {} : { fix }),
  };
}

function offsetOf(sql: string, { startLine, startColumn }: GrammarError): number {
  const before = sql.split('\n').slice(0, startLine - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + startColumn - 1;
}
