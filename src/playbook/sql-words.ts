/** A piece of a statement that a rule looks at, with its 0-based offset. */
export interface SqlWord {
  readonly kind: 'word' | 'string' | 'parameter';
  /** A word in lower case, the content of a string, the name of a parameter without its colon. */
  readonly text: string;
  readonly offset: number;
}

/** The words, strings and named parameters of a statement; comments and quoted identifiers are passed over. */
export function sqlWords(sql: string): readonly SqlWord[] {
  return [...sql.matchAll(TOKEN)].flatMap(toWord);
}

const TOKEN =
  /--[^\n]*|\/\*[^]*?\*\/|'(?<string>(?:[^']|'')*)'|"(?:[^"]|"")*"|::|:(?<parameter>[A-Za-z_]\w*)|(?<word>[A-Za-z_]\w*)/g;

function toWord(match: RegExpExecArray): readonly SqlWord[] {
  const { string, parameter, word } = match.groups ?? {};
  const offset = match.index;
  if (string !== undefined) return [{ kind: 'string', text: string.replaceAll("''", "'"), offset }];
  if (parameter !== undefined) return [{ kind: 'parameter', text: parameter, offset }];
  return word === undefined ? [] : [{ kind: 'word', text: word.toLowerCase(), offset }];
}
