import type { Change } from './change.ts';
import { translateFormat } from './translate-formats.ts';
import type { Token } from './tokenize.ts';
import type { Parentheses } from './token-walk.ts';
import { calledAt, isWord, parenthesesAt, quoted, stringValue } from './token-walk.ts';

/** Functions that go by another name. Aggregates need this, because a macro takes neither FILTER nor OVER. */
const RENAMED: Readonly<Record<string, string>> = {
  approx_distinct: 'approx_count_distinct',
  approx_percentile: 'approx_quantile',
  arbitrary: 'any_value',
  every: 'bool_and',
  transform: 'list_transform',
};

/** A message of the engine with the names a statement was written with. */
export function athenaNames(message: string): string {
  return Object.entries(RENAMED).reduce((text, [athena, engine]) => text.replaceAll(engine, athena), message);
}

/** Lambdas cannot be passed to a macro: the list of verdicts can. */
const MATCHES = new Set(['any_match', 'all_match', 'none_match']);
const JSON_PATHS = new Set(['json_extract', 'json_extract_scalar', 'json_size']);
const FORMATS = new Set(['date_format', 'date_parse']);

/** Calls of functions that no macro of the same name could stand for. */
export function translateCall(tokens: readonly Token[], index: number): Change | undefined {
  const name = calledAt(tokens, index);
  const token = tokens[index];
  if (name === undefined || token === undefined) return undefined;
  if (Object.hasOwn(RENAMED, name)) return rename(token, RENAMED[name] ?? name);
  const inside = parenthesesAt(tokens, index + 1);
  const close = inside === undefined ? undefined : tokens[inside.close];
  if (inside === undefined || close === undefined) return undefined;
  const closing = { start: close.start, end: close.start };
  if (MATCHES.has(name)) {
    const wrapped = { start: token.start, end: token.end, text: `__${name}(list_transform` };
    return { edits: [wrapped, { start: close.end, end: close.end, text: ')' }], faults: [] };
  }
  if (name === 'if' && inside.commas.length === 1)
    return { edits: [{ ...closing, text: ', NULL' }], faults: [] };
  if (FORMATS.has(name)) return translateFormat(tokens, index, inside);
  if (JSON_PATHS.has(name)) return jsonPath(tokens, index, inside);
  return undefined;
}

function rename(token: Token, text: string): Change {
  return { edits: [{ start: token.start, end: token.end, text }], faults: [] };
}

const PATH = /^\$(?:\.[\w:@/-]+|\."[^"\\]*"|\[\d+\]|\["[^"\\]*"\]|\['[^"'\\]*'\])*$/;
const NAMES = /\[(?:"([^"]*)"|'([^']*)')\]|\.([\w:@/-]*[^\w."[][\w:@/-]*)/g;

/** Names that are more than a word are quoted as the engine wants it: `$."a b"`. Paths it reads differently are faults. */
function jsonPath(tokens: readonly Token[], index: number, inside: Parentheses): Change {
  const [comma] = inside.commas;
  const path = comma === undefined ? undefined : tokens[comma + 1];
  if (comma === undefined || path === undefined) return { edits: [], faults: [] };
  const text = path.kind === 'string' && comma + 2 === inside.close ? stringValue(path) : undefined;
  if (text === undefined || !PATH.test(text)) return { edits: [], faults: [pathFault(text, path.start)] };
  const plain = text.replace(
    NAMES,
    (_, ...names: (string | undefined)[]) =>
      `."${names.slice(0, 3).find((name) => name !== undefined) ?? ''}"`,
  );
  const edits = plain === text ? [] : [{ start: path.start, end: path.end, text: quoted(plain) }];
  const token = tokens[index];
  const scalar =
    token?.text.toLowerCase() === 'json_extract_scalar' && hasAggregate(tokens.slice(index + 2, comma));
  if (scalar) edits.push({ start: token.start, end: token.end, text: '__json_scalar' });
  return { edits, faults: [] };
}

function pathFault(text: string | undefined, offset: number) {
  if (text === undefined)
    return {
      what: 'the path of a JSON function must be a literal text',
      fix: "write it like '$.a.b[0]'",
      offset,
    };
  return {
    what: `the JSON path ${quoted(text)} is not one that both engines read alike`,
    fix: `write names and positions only, like '$.a.b[0]' or '$["a b"]'; for every element, CAST(… AS ARRAY(JSON)) and UNNEST`,
    offset,
  };
}

const AGGREGATES = new Set(
  `max min any_value arbitrary max_by min_by sum count array_agg over select map_agg histogram avg lag lead
  first_value last_value nth_value`.split(/\s+/),
);

/** The faster form cannot stand around an aggregate, a window function or a subquery. */
function hasAggregate(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token) => token.kind === 'word' && AGGREGATES.has(token.text.toLowerCase()) && !isWord(token, 'by'),
  );
}
