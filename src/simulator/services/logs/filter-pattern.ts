import { isObject } from '../../../base/json.ts';
import { WireError } from '../../wire/wire-error.ts';
import { invalid } from './handlers.ts';

type Test = (message: string) => boolean;
type JsonTest = (value: unknown) => boolean;

/**
 * A filter pattern as a test of messages: terms (`a "b c" -d ?e`), one regular expression (`%x%`), or a JSON selector
 * (`{ ($.a.b = "x*") && $.n > 3 }`). @throws InvalidParameterException for what is none of these
 */
export function filterPattern(pattern = ''): Test {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return jsonPattern(text);
  if (text.startsWith('['))
    throw new WireError(
      'NotImplemented',
      'CloudWatch Logs: patterns of space-delimited fields are not part of the simulated account',
      501,
    );
  const expression = /^%(.+)%$/.exec(text)?.[1];
  if (expression !== undefined) return regex(expression);
  return termsPattern(text);
}

/** All plain terms, none of the `-` ones, and at least one of the `?` ones if there are any. */
function termsPattern(text: string): Test {
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g)].map(
    ([, sign, quoted, plain]) => ({ sign, term: quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '' }),
  );
  const has = (sign: string): readonly string[] =>
    terms.filter((own) => own.sign === sign).map(({ term }) => term);
  const [all, none, some] = [has(''), has('-'), has('?')];
  return (message) =>
    all.every((term) => message.includes(term)) &&
    !none.some((term) => message.includes(term)) &&
    (some.length === 0 || all.length > 0 || some.some((term) => message.includes(term)));
}

function jsonPattern(text: string): Test {
  const inner = /^\{([\s\S]*)\}$/.exec(text)?.[1];
  if (inner === undefined) throw invalid(`Invalid character(s) in term '${text}'`);
  const tokens = [...inner.matchAll(TOKEN)].map(([token]) => token);
  if (tokens.join('').length !== inner.replaceAll(SPACE_OUTSIDE_QUOTES, '$1').length)
    throw invalid(`Invalid filter pattern '${text}'`);
  const reader = { tokens, at: 0 };
  const test = either(reader);
  if (reader.at < tokens.length) throw invalid(`Invalid filter pattern '${text}'`);
  return (message) => {
    const value = parsed(message);
    return isObject(value) && test(value);
  };
}

const TOKEN = /\$[\w.[\]-]*|"(?:[^"\\]|\\.)*"|%[^%]*%|&&|\|\||!=|>=|<=|[=<>()]|[^\s()=<>!&|"]+/g;
const SPACE_OUTSIDE_QUOTES = /("(?:[^"\\]|\\.)*"|%[^%]*%)|\s+/g;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function take(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw invalid('Invalid filter pattern: it ends too early');
  reader.at += 1;
  return token;
}

function either(reader: Reader): JsonTest {
  let test = both(reader);
  while (reader.tokens[reader.at] === '||') {
    reader.at += 1;
    const [left, right] = [test, both(reader)];
    test = (value) => left(value) || right(value);
  }
  return test;
}

function both(reader: Reader): JsonTest {
  let test = single(reader);
  while (reader.tokens[reader.at] === '&&') {
    reader.at += 1;
    const [left, right] = [test, single(reader)];
    test = (value) => left(value) && right(value);
  }
  return test;
}

function single(reader: Reader): JsonTest {
  const token = take(reader);
  if (token === '(') {
    const test = either(reader);
    if (take(reader) !== ')') throw invalid('Invalid filter pattern: a parenthesis is not closed');
    return test;
  }
  if (!token.startsWith('$')) throw invalid(`Invalid filter pattern: '${token}' is not a property selector`);
  const operator = take(reader);
  if (operator === 'IS' || operator === 'NOT') return isOrNot(token, `${operator} ${take(reader)}`);
  return comparison(token, operator, take(reader));
}

function isOrNot(selector: string, what: string): JsonTest {
  if (what === 'NOT EXISTS') return (value) => select(value, selector) === undefined;
  const wanted = { 'IS NULL': null, 'IS TRUE': true, 'IS FALSE': false }[what];
  if (wanted === undefined) throw invalid(`Invalid filter pattern: '${what}'`);
  return (value) => select(value, selector) === wanted;
}

function comparison(selector: string, operator: string, operand: string): JsonTest {
  const text = operand.startsWith('"') ? operand.slice(1, -1).replaceAll(/\\(.)/g, '$1') : operand;
  if (operator === '=' || operator === '!=') {
    const same = equals(text, operand);
    return (value) => {
      const own = select(value, selector);
      if (own === undefined || own === null) return false;
      return same(String(own)) === (operator === '=');
    };
  }
  const number = Number(text);
  if (Number.isNaN(number) || !['<', '>', '<=', '>='].includes(operator))
    throw invalid(`Invalid filter pattern: '${selector} ${operator} ${operand}'`);
  return (value) => {
    const own = select(value, selector);
    return typeof own === 'number' && ordered(own, operator, number);
  };
}

function equals(text: string, operand: string): Test {
  if (/^%.*%$/.test(operand)) return regex(operand.slice(1, -1));
  const pattern = text.split('*').map(escapeRegex).join('[\\s\\S]*');
  return (own) => new RegExp(`^${pattern}$`).test(own);
}

export function ordered(a: number, operator: string, b: number): boolean {
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}

export function escapeRegex(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** `$.a.b[0]` in a value. */
export function select(value: unknown, selector: string): unknown {
  const steps = selector.slice(1).match(/[^.[\]]+/g) ?? [];
  let own = value;
  for (const step of steps) {
    if (Array.isArray(own)) own = own[Number(step)] as unknown;
    else own = isObject(own) ? own[step] : undefined;
  }
  return own;
}

/** What a message holds when it is JSON. */
export function parsed(message: string): unknown {
  if (!message.startsWith('{')) return undefined;
  try {
    return JSON.parse(message);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Letters and digits, some marks, operators without parentheses, and whatever is escaped (user guide, "Filter pattern syntax"). */
const EXPRESSION = /^(?:[\w:#=@/;,^$?[\]{}|*+.-]|\\.)+$/;

function regex(source: string): Test {
  if (!EXPRESSION.test(source))
    throw invalid(`Invalid regular expression: ${source} has characters that are not supported`);
  try {
    const expression = new RegExp(source);
    return (text) => expression.test(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`Invalid regular expression: ${source}`);
    throw error;
  }
}
