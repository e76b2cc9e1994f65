import type { SqlFault } from '../model/sql-fault.ts';
import { INTERNAL_FUNCTIONS } from './functions.ts';
import type { Token } from './tokenize.ts';
import { calledAt } from './token-walk.ts';

const ANY_CASE = 'compare lower(x) LIKE, or use regexp_like with (?i)';
const MATCH = 'use regexp_like(x, pattern)';
const BITS = 'use bitwise_and, bitwise_or or bitwise_xor';
const PATHS = "use json_extract_scalar(x, '$.name')";
const ARRAYS = 'write ARRAY[…], ROW(…) or MAP(ARRAY[…], ARRAY[…])';

/** Operators that the embedded engine reads and Athena does not, with what Athena has instead. */
const FOREIGN: Readonly<Record<string, string>> = {
  '::': 'write CAST(x AS type)',
  ':=': 'write = to compare',
  ':': 'write :name for a parameter, slice(a, start, count) for a part of an array',
  '==': 'write = to compare',
  '->>': PATHS,
  '!~': MATCH,
  '!~*': MATCH,
  '~': MATCH,
  '~*': MATCH,
  '~~': 'write LIKE',
  '!~~': 'write NOT LIKE',
  '~~*': ANY_CASE,
  '!~~*': ANY_CASE,
  '**': 'use power(x, y)',
  '^': 'use power(x, y)',
  '//': 'write / between integers',
  '<<': BITS,
  '>>': BITS,
  '&': BITS,
  '|': BITS,
  '@': 'use abs(x)',
  '{': ARRAYS,
  '}': ARRAYS,
};

const FOREIGN_WORDS: Readonly<Record<string, string>> = {
  ilike: ANY_CASE,
  glob: 'use LIKE or regexp_like',
  qualify: 'filter in an outer SELECT',
};

/** Tokens that are no Athena SQL, calls of heptad's internals, and texts side by side. */
export function foreignTokens(tokens: readonly Token[]): SqlFault[] {
  return tokens.flatMap((token, index) => {
    const fault = foreign(tokens, index);
    return fault === undefined ? [] : [{ ...fault, offset: token.start }];
  });
}

function foreign(tokens: readonly Token[], index: number): Omit<SqlFault, 'offset'> | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const fix = token.kind === 'operator' ? FOREIGN[token.text] : undefined;
  if (fix !== undefined) return { what: `'${token.text}' is not an operator of Athena`, fix };
  const known = token.kind === 'word' && !isName(tokens, index) ? word(token.text.toLowerCase()) : undefined;
  if (known !== undefined) return known;
  if (token.kind === 'named')
    return { what: `the parameter ${token.text} has no value here`, fix: 'give it one' };
  if (token.kind === 'string' && tokens[index - 1]?.kind === 'string') {
    return { what: 'two texts stand side by side', fix: 'put || between them' };
  }
  return internal(tokens, index);
}

/** After a dot or AS a word is a name, whatever it is elsewhere. */
function isName(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return before?.text === '.' || before?.text.toLowerCase() === 'as';
}

function word(text: string): Omit<SqlFault, 'offset'> | undefined {
  const fix = Object.hasOwn(FOREIGN_WORDS, text) ? FOREIGN_WORDS[text] : undefined;
  return fix === undefined
    ? internalName(text)
    : { what: `${text.toUpperCase()} is not part of Athena SQL`, fix };
}

function internal(tokens: readonly Token[], index: number): Omit<SqlFault, 'offset'> | undefined {
  const token = tokens[index];
  const own = token?.kind === 'quoted' ? internalName(token.text.slice(1, -1).toLowerCase()) : undefined;
  if (own !== undefined) return own;
  const called = calledAt(tokens, index);
  if (called === undefined || !Object.hasOwn(INTERNAL_FUNCTIONS, called)) return undefined;
  return { what: `${called} is not a function of Athena` };
}

function internalName(name: string): Omit<SqlFault, 'offset'> | undefined {
  if (!name.startsWith('__')) return undefined;
  return {
    what: `the name ${name} is heptad's own`,
    fix: 'names of your own do not begin with two underscores',
  };
}
