import type { Change } from './change.ts';
import type { Token } from './tokenize.ts';
import type { Parentheses } from './token-walk.ts';
import { isWord, quoted, stringValue } from './token-walk.ts';

/** Athena's (MySQL's) format letters and the engine's. Letters Athena itself refuses are missing. */
const SPECIFIERS: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  v: '%V',
  W: '%A',
  x: '%G',
  Y: '%Y',
  y: '%y',
  '%': '%%',
};

/** `date_format(t, '%H:%i')` and `date_parse(s, …)`: a call of the engine's own function with its own format. */
export function translateFormat(tokens: readonly Token[], index: number, inside: Parentheses): Change {
  const token = tokens[index];
  const [comma] = inside.commas;
  const format = comma === undefined ? undefined : tokens[comma + 1];
  if (token === undefined || comma === undefined || format === undefined) return { edits: [], faults: [] };
  if (format.kind !== 'string' || comma + 2 !== inside.close)
    return fault('the format of a time must be a literal text', format.start);
  const { text, unknown } = convert(stringValue(format));
  if (unknown !== undefined) return fault(`%${unknown} is not a format letter of Athena`, format.start);
  const edits = [
    { start: token.start, end: token.end, text: isWord(token, 'date_parse') ? 'strptime' : 'strftime' },
    { start: format.start, end: format.end, text: quoted(text) },
  ];
  return { edits, faults: [] };
}

function fault(what: string, offset: number): Change {
  return { edits: [], faults: [{ what, fix: "write it like '%Y-%m-%d %H:%i:%s'", offset }] };
}

function convert(format: string): { readonly text: string; readonly unknown: string | undefined } {
  let unknown: string | undefined;
  const text = format.replace(/%(.?)/gs, (_, letter: string) => {
    const known = Object.hasOwn(SPECIFIERS, letter) ? SPECIFIERS[letter] : undefined;
    if (known === undefined) unknown ??= letter;
    return known ?? '';
  });
  return { text, unknown };
}
