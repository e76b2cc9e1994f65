import type { Change } from './change.ts';
import type { Token } from './tokenize.ts';
import { calledAt, isOperator, isWord, parenthesesAt } from './token-walk.ts';

/**
 * CAST and TRY_CAST: `ARRAY(T)` becomes `T[]`, and a cast to VARCHAR goes through a macro that gives Athena's text
 * for JSON and timestamps.
 */
export function translateCast(tokens: readonly Token[], index: number, sql: string): Change | undefined {
  const called = calledAt(tokens, index);
  if (called !== 'cast' && called !== 'try_cast') return undefined;
  const token = tokens[index];
  const inside = parenthesesAt(tokens, index + 1);
  const as = inside === undefined ? undefined : lastAs(tokens, inside.open, inside.close);
  const start = as === undefined ? undefined : tokens[as];
  const end = inside === undefined ? undefined : tokens[inside.close];
  if (token === undefined || as === undefined || start === undefined || end === undefined) return undefined;
  const type = typeAt(tokens, as + 1);
  if (type === undefined || tokens[type.next] !== end) return undefined;
  const length = /^(?:var)?char\s*\(/i.test(sql.slice(tokens[as + 1]?.start, end.start));
  const faults = length ? [lengthFault(tokens[as + 1]?.start ?? start.start)] : [];
  if (type.sql !== 'VARCHAR') {
    return { edits: [{ start: start.start, end: end.start, text: `AS ${type.sql}` }], faults };
  }
  const edits = [
    { start: token.start, end: token.end, text: '__varchar' },
    { start: start.start, end: end.start, text: '' },
  ];
  return { edits, faults };
}

function lengthFault(offset: number) {
  return {
    what: 'a cast to a text of limited length is not supported',
    why: 'Athena cuts the text, the embedded engine does not',
    fix: 'cast to VARCHAR and cut with substr(x, 1, n)',
    offset,
  };
}

/** The AS that belongs to the cast itself. */
function lastAs(tokens: readonly Token[], open: number, close: number): number | undefined {
  let depth = 0;
  let found: number | undefined;
  for (let index = open; index < close; index += 1) {
    const token = tokens[index];
    if (isOperator(token, '(') || isOperator(token, '[')) depth += 1;
    if (isOperator(token, ')') || isOperator(token, ']')) depth -= 1;
    if (depth === 1 && isWord(token, 'as')) found = index;
  }
  return found;
}

interface Type {
  readonly sql: string;
  /** The index of the token behind the type. */
  readonly next: number;
}

/** Types whose name and precision go over as they are. */
const PLAIN: Readonly<Record<string, string>> = {
  varchar: 'VARCHAR',
  char: 'VARCHAR',
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  int: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  json: 'JSON',
  varbinary: 'BLOB',
};

function typeAt(tokens: readonly Token[], index: number): Type | undefined {
  const token = tokens[index];
  if (token?.kind !== 'word') return undefined;
  const name = token.text.toLowerCase();
  if (name === 'array' || name === 'map' || name === 'row') return containerAt(tokens, index, name);
  if (name === 'timestamp') return timestampAt(tokens, index);
  if (name === 'decimal') return decimalAt(tokens, index);
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  return plain === undefined ? undefined : { sql: plain, next: afterPrecision(tokens, index + 1) };
}

function containerAt(
  tokens: readonly Token[],
  index: number,
  name: 'array' | 'map' | 'row',
): Type | undefined {
  const close = isOperator(tokens[index + 1], '(') ? ')' : '>';
  const members: string[] = [];
  let at = index + 2;
  for (;;) {
    const label = name === 'row' ? tokens[at] : undefined;
    const type = typeAt(tokens, label === undefined ? at : at + 1);
    if (type === undefined) return undefined;
    members.push(label === undefined ? type.sql : `${label.text} ${type.sql}`);
    at = type.next + 1;
    if (isOperator(tokens[type.next], close)) return container(name, members, at);
    if (!isOperator(tokens[type.next], ',')) return undefined;
  }
}

function container(
  name: 'array' | 'map' | 'row',
  members: readonly string[],
  next: number,
): Type | undefined {
  if (name === 'row') return { sql: `STRUCT(${members.join(', ')})`, next };
  if (name === 'map') return members.length === 2 ? { sql: `MAP(${members.join(', ')})`, next } : undefined;
  return members.length === 1 ? { sql: `${members.join('')}[]`, next } : undefined;
}

function timestampAt(tokens: readonly Token[], index: number): Type {
  const at = afterPrecision(tokens, index + 1);
  const zoned =
    isWord(tokens[at], 'with') && isWord(tokens[at + 1], 'time') && isWord(tokens[at + 2], 'zone');
  return zoned ? { sql: 'TIMESTAMPTZ', next: at + 3 } : { sql: 'TIMESTAMP', next: at };
}

function decimalAt(tokens: readonly Token[], index: number): Type {
  const next = afterPrecision(tokens, index + 1);
  const precision = tokens
    .slice(index + 1, next)
    .map(({ text }) => text)
    .join('');
  // Athena's DECIMAL without a precision is DECIMAL(38, 0).
  return { sql: `DECIMAL${precision === '' ? '(38,0)' : precision}`, next };
}

function afterPrecision(tokens: readonly Token[], index: number): number {
  if (!isOperator(tokens[index], '(')) return index;
  return (parenthesesAt(tokens, index)?.close ?? index) + 1;
}
