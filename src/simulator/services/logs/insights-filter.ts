import { MalformedQueryException } from '@aws-sdk/client-cloudwatch-logs';
import { because } from '../../wire/wire-error.ts';
import { escapeRegex, ordered } from './filter-pattern.ts';

/** What a field of a log event holds. */
export type Value = string | number | undefined;

/** An event as queries see it: its fields by name. */
export type Fields = (name: string) => Value;

export type Condition = (fields: Fields) => boolean;

const TOKEN =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/(?:[^/\\]|\\.)+\/i?|`[^`]+`|!=|<=|>=|=~|[=<>()[\],*]|[\w@$.:-]+/g;

/** The words, texts and signs of a piece of a query. @throws MalformedQueryException for anything else */
export function tokensOf(text: string): readonly string[] {
  const rest = text.replaceAll(TOKEN, '').trim();
  if (rest !== '') throw malformed(`unexpected symbol found ${rest}`);
  return [...text.matchAll(TOKEN)].map(([token]) => token);
}

export function malformed(message: string): MalformedQueryException {
  return new MalformedQueryException({ ...because(message), queryCompileError: { message } });
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

/** Reads `filter …`: comparisons, `like`, `in` and `ispresent`, with `and`, `or`, `not` and parentheses. */
export function readCondition(text: string): Condition {
  const reader = { tokens: tokensOf(text), at: 0 };
  const condition = either(reader);
  if (reader.at < reader.tokens.length)
    throw malformed(`unexpected symbol found ${reader.tokens[reader.at]}`);
  return condition;
}

function peek({ tokens, at }: Reader): string {
  return (tokens[at] ?? '').toLowerCase();
}

function take(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw malformed('unexpected end of the query');
  reader.at += 1;
  return token;
}

function expectToken(reader: Reader, token: string): void {
  const found = take(reader);
  if (found !== token) throw malformed(`expected ${token} but found ${found}`);
}

function either(reader: Reader): Condition {
  let condition = both(reader);
  while (peek(reader) === 'or') {
    take(reader);
    const [left, right] = [condition, both(reader)];
    condition = (fields) => left(fields) || right(fields);
  }
  return condition;
}

function both(reader: Reader): Condition {
  let condition = single(reader);
  while (peek(reader) === 'and') {
    take(reader);
    const [left, right] = [condition, single(reader)];
    condition = (fields) => left(fields) && right(fields);
  }
  return condition;
}

function single(reader: Reader): Condition {
  const token = take(reader);
  if (token.toLowerCase() === 'not') {
    const inner = single(reader);
    return (fields) => !inner(fields);
  }
  if (token === '(') {
    const inner = either(reader);
    expectToken(reader, ')');
    return inner;
  }
  if (token.toLowerCase() === 'ispresent') {
    expectToken(reader, '(');
    const name = fieldName(take(reader));
    expectToken(reader, ')');
    return (fields) => fields(name) !== undefined;
  }
  return comparison(reader, fieldName(token));
}

function comparison(reader: Reader, name: string): Condition {
  const operator = take(reader).toLowerCase();
  if (operator === 'not') {
    const inner = comparison(reader, name);
    return (fields) => fields(name) !== undefined && !inner(fields);
  }
  if (operator === 'like' || operator === '=~') {
    const pattern = likePattern(take(reader));
    return (fields) => pattern.test(String(fields(name) ?? ''));
  }
  if (operator === 'in') return among(reader, name);
  const operand = literal(take(reader));
  if (operator === '=') return (fields) => same(fields(name), operand);
  if (operator === '!=') return (fields) => !same(fields(name), operand);
  if (!['<', '>', '<=', '>='].includes(operator)) throw malformed(`unexpected symbol found ${operator}`);
  return (fields) => {
    const own = fields(name);
    const [a, b] = [Number(own), Number(operand)];
    return own !== undefined && !Number.isNaN(a) && !Number.isNaN(b) && ordered(a, operator, b);
  };
}

function among(reader: Reader, name: string): Condition {
  expectToken(reader, '[');
  const values: Value[] = [];
  while (peek(reader) !== ']') {
    values.push(literal(take(reader)));
    if (peek(reader) === ',') take(reader);
  }
  expectToken(reader, ']');
  return (fields) => values.some((value) => same(fields(name), value));
}

function same(own: Value, wanted: Value): boolean {
  return own !== undefined && String(own) === String(wanted);
}

/** `/expression/i`, or a text that has to occur. */
function likePattern(token: string): RegExp {
  const found = /^\/(.*)\/(i?)$/.exec(token);
  const source = found?.[1] ?? escapeRegex(String(literal(token)));
  try {
    return new RegExp(source.replace(/^\(\?i\)/, ''), source.startsWith('(?i)') ? 'i' : (found?.[2] ?? ''));
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed(`invalid regular expression ${source}`);
    throw error;
  }
}

function literal(token: string): Value {
  if (/^["']/.test(token)) return token.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token);
  return token;
}

/** A field's name, without the back-ticks that may stand around it. */
export function fieldName(token: string): string {
  const name = token.replaceAll('`', '');
  if (!/^[@$\w]/.test(name)) throw malformed(`unexpected symbol found ${token}`);
  return name;
}
