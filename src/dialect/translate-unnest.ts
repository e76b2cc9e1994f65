import type { SqlFault } from '../model/sql-fault.ts';
import type { Change } from './change.ts';
import type { Token } from './tokenize.ts';
import type { Parentheses } from './token-walk.ts';
import { calledAt, isOperator, isWord, parenthesesAt } from './token-walk.ts';

/**
 * `UNNEST(a, b) [WITH ORDINALITY]` of a FROM clause, which in Athena spreads rows into columns, becomes a lateral
 * subquery that does.
 */
export function translateUnnest(tokens: readonly Token[], index: number): Change | undefined {
  if (calledAt(tokens, index) !== 'unnest') return undefined;
  const token = tokens[index];
  const inside = parenthesesAt(tokens, index + 1);
  if (token === undefined || inside === undefined) return undefined;
  const open = tokens[inside.open];
  const close = tokens[inside.close];
  if (open === undefined || close === undefined) return undefined;
  const count = inside.commas.length + 1;
  const ordinality =
    isWord(tokens[inside.close + 1], 'with') && isWord(tokens[inside.close + 2], 'ordinality');
  const end = ordinality ? (tokens[inside.close + 2]?.end ?? close.end) : close.end;
  const faults = [
    ...misplaced(tokens, index),
    ...(ordinality && count > 1 ? [severalWithOrdinality(token)] : []),
  ];
  const commas = inside.commas.flatMap((comma, position) => {
    const at = tokens[comma];
    return at === undefined ? [] : [{ start: at.start, end: at.end, text: `) AS __u${position + 1}, (` }];
  });
  const edits = [
    {
      start: token.start,
      end: open.end,
      text: `LATERAL (SELECT ${columns(count, ordinality)} FROM (SELECT (`,
    },
    ...commas,
    { start: close.start, end, text: `) AS __u${count}))` },
  ];
  return { edits, faults: [...faults, ...spreadFaults(tokens, inside, ordinality)] };
}

function columns(count: number, ordinality: boolean): string {
  const parts = Array.from({ length: count }, (_, index) => `unnest(__u${index + 1}, max_depth := 2)`);
  return [...parts, ...(ordinality ? ['generate_subscripts(__u1, 1)'] : [])].join(', ');
}

function severalWithOrdinality(token: Token): SqlFault {
  return {
    what: 'WITH ORDINALITY is supported for one array at a time',
    fix: 'use two UNNEST clauses',
    offset: token.start,
  };
}

const CLAUSES = new Set(['select', 'from', 'join', 'where', 'group', 'having', 'order', 'on', 'by']);

/** UNNEST stands in FROM, nowhere else. */
function misplaced(tokens: readonly Token[], index: number): SqlFault[] {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (isOperator(token, ')')) depth += 1;
    if (isOperator(token, '(')) depth -= 1;
    if (depth < 0) break;
    const word = token?.kind === 'word' && depth === 0 ? token.text.toLowerCase() : '';
    if (word === 'from' || word === 'join') return [];
    if (CLAUSES.has(word)) break;
  }
  const offset = tokens[index]?.start;
  return [
    {
      what: 'UNNEST stands outside of FROM',
      fix: 'write FROM t CROSS JOIN UNNEST(x) AS u(y)',
      ...(offset === undefined ? {} : { offset }),
    },
  ];
}

/** `resources` is an array of rows of three fields: in Athena the alias must name all three. */
function spreadFaults(tokens: readonly Token[], inside: Parentheses, ordinality: boolean): SqlFault[] {
  const last = tokens[inside.close - 1];
  if (inside.commas.length > 0 || !isWord(last, 'resources') || inside.close - inside.open > 4) return [];
  let at = inside.close + (ordinality ? 3 : 1);
  if (isWord(tokens[at], 'as')) at += 1;
  const list = isOperator(tokens[at + 1], '(') ? parenthesesAt(tokens, at + 1) : undefined;
  const wanted = ordinality ? 4 : 3;
  if (list === undefined || list.commas.length + 1 === wanted) return [];
  const fix = `write AS ${tokens[at]?.text ?? 'r'}(arn, accountid, type${ordinality ? ', n' : ''})`;
  const why = 'UNNEST of an array of rows gives one column for each field';
  return [
    {
      what: `UNNEST(resources) gives ${wanted} columns, the alias names ${list.commas.length + 1}`,
      why,
      fix,
      offset: last?.start ?? 0,
    },
  ];
}
