import type { Token } from './tokenize.ts';

/** Whether a token is this unquoted word (lower case). */
export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

/** Whether a token is this operator or bracket. */
export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === 'operator' && token.text === text;
}

/** The lower-case name of a function whose call begins at `index`, quoted or not; undefined where none does. */
export function calledAt(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  if (token === undefined || !isOperator(tokens[index + 1], '(')) return undefined;
  if (token.kind === 'quoted') return token.text.slice(1, -1).toLowerCase();
  return token.kind === 'word' ? token.text.toLowerCase() : undefined;
}

/** A call's parentheses, and the commas between its arguments, as indexes of tokens. */
export interface Parentheses {
  readonly open: number;
  readonly close: number;
  readonly commas: readonly number[];
}

/** What the parenthesis at `open` encloses; undefined when it is never closed. */
export function parenthesesAt(tokens: readonly Token[], open: number): Parentheses | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== 'operator') continue;
    if (token.text === '(' || token.text === '[') depth += 1;
    if (token.text === ')' || token.text === ']') depth -= 1;
    if (depth === 0) return { open, close: index, commas };
    if (depth === 1 && token.text === ',') commas.push(index);
  }
  return undefined;
}

/** The text of a string literal, without its quotes. */
export function stringValue(token: Token): string {
  return token.text.slice(1, -1).replaceAll("''", "'");
}

/** A text as a string literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
