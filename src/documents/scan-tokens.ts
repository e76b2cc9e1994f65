import type { Diagnostic } from './diagnostic.ts';

/** What is wrong with a file at an offset, before anything was built from it. */
export interface TokenFault extends Pick<Diagnostic, 'what' | 'why' | 'fix' | 'rule'> {
  readonly offset: number;
}

/** Deeper than this nothing is written by hand, and a parser that recurses could run out of stack. */
export const MOST_LEVELS = 40;
const MOST_INDENT = 200;

/**
 * Looks at the tokens of a YAML text, one after another and without recursion: anchors and aliases, of which bombs
 * and circles are made, and nesting that would exhaust the stack of what reads the text next.
 */
export function scanTokens(text: string, tokens: Iterable<string>): readonly TokenFault[] {
  const faults: TokenFault[] = [];
  const depth = depthMeter();
  // The lexer tells of a byte order mark, and does not count it.
  let offset = text.startsWith('\uFEFF') ? 1 : 0;
  for (const token of tokens) {
    if (MARKS.has(token)) continue;
    if (token.startsWith('&'))
      faults.push({ offset, ...ANCHOR, what: `an anchor, '${short(token)}', stands here` });
    if (token.startsWith('*'))
      faults.push({ offset, ...ANCHOR, what: `an alias, '${short(token)}', stands here` });
    if (depth(token)) return [...faults, { offset, ...TOO_DEEP }];
    offset += token.length;
  }
  return faults;
}

/** Tokens of the lexer that stand for no characters: byte order mark, document, end of flow, scalar follows. */
const MARKS: ReadonlySet<string> = new Set(['\uFEFF', '\u0002', '\u0018', '\u001F']);

/** Tells at which token the nesting becomes too deep. */
function depthMeter(): (token: string) => boolean {
  let flow = 0;
  let block = 0;
  let lineStart = true;
  let indent = 0;
  return (token) => {
    if (token === '[' || token === '{') flow += 1;
    else if (token === ']' || token === '}') flow -= 1;
    else if (token === '-' || token === '?') block += 1;
    else if (lineStart && /^ +$/.test(token)) indent = token.length;
    if (token.endsWith('\n')) {
      block = 0;
      indent = 0;
    }
    lineStart = token.endsWith('\n');
    return flow > MOST_LEVELS || block > MOST_LEVELS || indent > MOST_INDENT;
  };
}

function short(token: string): string {
  return token.length > 30 ? `${token.slice(0, 30)}…` : token;
}

const ANCHOR = {
  why: 'anchors and aliases can grow a small file beyond any memory, or close it into a circle',
  fix: 'take it out and write the value where it is needed',
  rule: 'yaml-anchor',
} as const;

const TOO_DEEP = {
  what: `the text nests more than ${MOST_LEVELS} levels deep here`,
  why: 'nothing written by hand is that deep, and reading it could exhaust the stack',
  fix: 'flatten it',
  rule: 'yaml-depth',
} as const;
