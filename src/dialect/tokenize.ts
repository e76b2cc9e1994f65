import type { SqlFault } from '../model/sql-fault.ts';

/** `word` is an unquoted identifier or keyword, `quoted` a double-quoted identifier, `named` a `:name` parameter. */
export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'operator' | 'named' | 'positional';

/** A piece of a statement. `start` and `end` are offsets (UTF-16) in the text it was cut from. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly faults: readonly SqlFault[];
}

/** Longer statements are refused: no query of a person or a playbook comes near, and parsers are not built for them. */
export const LONGEST_STATEMENT = 100_000;
const DEEPEST_NESTING = 100;

/**
 * Cuts Athena SQL into tokens; white space and comments are left out. Whatever two engines could cut differently
 * (nested comments, dollar quotes, prefixed strings, unquoted letters outside ASCII) is a fault.
 */
export function tokenize(sql: string): Tokens {
  if (sql.length > LONGEST_STATEMENT) return { tokens: [], faults: [tooLong(sql.length)] };
  const tokens: Token[] = [];
  const faults: SqlFault[] = [];
  let at = 0;
  while (at < sql.length) {
    const piece = cut(sql, at);
    if (piece.fault !== undefined) faults.push({ ...piece.fault, offset: at });
    if (piece.kind !== 'space')
      tokens.push({ kind: piece.kind, text: sql.slice(at, piece.end), start: at, end: piece.end });
    at = piece.end;
  }
  return { tokens, faults: [...faults, ...prefixedStrings(tokens), ...tooDeep(tokens)] };
}

interface Piece {
  readonly kind: TokenKind | 'space';
  readonly end: number;
  readonly fault?: SqlFault;
}

/** Tried in this order; the first that matches at the position wins. */
const PATTERNS: readonly (readonly [TokenKind | 'space', RegExp])[] = [
  ['space', /[ \t\r\n\f]+|--[^\r\n]*/y],
  ['string', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['named', /:[A-Za-z_][A-Za-z0-9_]*/y],
  ['positional', /\?/y],
  [
    'operator',
    /->>|::|:=|->|=>|<>|!=|<=|>=|\|\||==|!~~?\*?|~~?\*?|\*\*|\/\/|<<|>>|[-+*/%<>=()[\]{},.;:^&|@]/y,
  ],
];

const COMMENT = /\/\*[\s\S]*?\*\//y;

function cut(sql: string, at: number): Piece {
  if (sql.startsWith('/*', at)) return comment(sql, at);
  for (const [kind, pattern] of PATTERNS) {
    const end = matchEnd(pattern, sql, at);
    if (end !== undefined) return kind === 'number' ? number(sql, end) : { kind, end };
  }
  return unreadable(sql, at);
}

function matchEnd(pattern: RegExp, sql: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(sql) ? pattern.lastIndex : undefined;
}

function comment(sql: string, at: number): Piece {
  const end = matchEnd(COMMENT, sql, at);
  if (end === undefined) {
    return {
      kind: 'space',
      end: sql.length,
      fault: { what: 'a comment is not closed', fix: 'end it with */' },
    };
  }
  if (!sql.slice(at + 2, end).includes('/*')) return { kind: 'space', end };
  const why = 'some engines nest comments and some do not, so they would run different statements';
  return {
    kind: 'space',
    end,
    fault: { what: 'a comment holds another /*', why, fix: 'take the inner /* out' },
  };
}

function number(sql: string, end: number): Piece {
  if (!/[A-Za-z0-9_]/.test(sql.charAt(end))) return { kind: 'number', end };
  const fix = 'write plain digits, and a space before a word';
  return { kind: 'number', end, fault: { what: 'letters or _ stand right behind a number', fix } };
}

function unreadable(sql: string, at: number): Piece {
  const character = String.fromCodePoint(sql.codePointAt(at) ?? 0);
  if (character === "'") {
    return {
      kind: 'string',
      end: sql.length,
      fault: { what: "a text is not closed with '", fix: "a ' inside a text is written ''" },
    };
  }
  if (character === '"') {
    return { kind: 'quoted', end: sql.length, fault: { what: 'a quoted name is not closed with "' } };
  }
  const end = at + character.length;
  if (character === '$') return { kind: 'operator', end, fault: dollar() };
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0').toUpperCase();
  const shown = /^[!-~]$/.test(character) ? `'${character}'` : `the character U+${code}`;
  return {
    kind: 'operator',
    end,
    fault: {
      what: `${shown} is not part of Athena SQL`,
      fix: 'such characters stand only inside texts and quoted names',
    },
  };
}

function dollar(): SqlFault {
  return {
    what: "'$' is not part of Athena SQL",
    fix: 'parameters are written :name, texts between single quotes',
  };
}

/** `E'…'`, `U&'…'`, `X'…'`: the engines disagree on what the letters before the quote do. */
function prefixedStrings(tokens: readonly Token[]): SqlFault[] {
  return tokens.flatMap((token, index) => {
    const next = tokens[index + 1];
    const touching =
      next !== undefined && next.start === token.end && (next.kind === 'string' || next.kind === 'quoted');
    const prefix = (token.kind === 'word' && /^[eubnx]$/i.test(token.text)) || token.text === '&';
    if (!touching || !prefix) return [];
    return [
      {
        what: `a text with the prefix ${token.text} is not supported`,
        fix: 'write the text between plain single quotes',
        offset: token.start,
      },
    ];
  });
}

function tooDeep(tokens: readonly Token[]): SqlFault[] {
  let depth = 0;
  for (const { text } of tokens) {
    if (text === '(' || text === '[') depth += 1;
    if (text === ')' || text === ']') depth -= 1;
    if (depth > DEEPEST_NESTING)
      return [
        {
          what: `parentheses are nested more than ${DEEPEST_NESTING} deep`,
          fix: 'split the statement with WITH',
        },
      ];
  }
  return [];
}

function tooLong(length: number): SqlFault {
  return {
    what: `the statement has ${length.toLocaleString('en-US')} characters; at most ${LONGEST_STATEMENT.toLocaleString('en-US')} are read`,
    fix: 'split it, or pass long values as parameters',
  };
}
