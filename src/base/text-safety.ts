/**
 * Characters that a reader cannot see, or that change how the text around them is shown: controls, format characters
 * (zero-width, bidirectional, tags, soft hyphen), line and paragraph separators, lone surrogates, private use,
 * variation selectors, and letters that are drawn as nothing (Hangul fillers, the braille blank).
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}\p{Noncharacter_Code_Point}\u2800]/gu;

/** Printable ASCII and nothing else: the common case, and safe as it stands. */
const PLAIN = /^[ -~]*$/;

/** Marks that pile up on one letter cover the lines above and below; a mark without a letter covers its neighbour. */
const PILED_MARKS = /(^|\p{M}{4})(\p{M}+)/gu;

const SHORT_NAMES: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/**
 * Text with every unseen character written out (`\x1b`, `\u202e`, `\n`), so that what an intruder wrote is read as it
 * is. Nothing is removed. The result is one line; it is not yet escaped for HTML, Markdown or CSV.
 */
export function showUnseen(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(UNSEEN, written)
    .replace(PILED_MARKS, (_, base: string, marks: string) => base + writtenAll(marks));
}

/**
 * JSON text in which unseen characters stand as `\uXXXX` escapes. It parses to the same value; printed as it is, it
 * steers no terminal and hides nothing.
 */
export function showUnseenInJson(json: string): string {
  return json.replace(UNSEEN, (character) => (character === '\n' ? character : utf16Escapes(character)));
}

/** `text`, cut to at most `most` characters (code points), with an ellipsis and its full length where it was cut. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  return `${characters.slice(0, most).join('')}… (${characters.length.toLocaleString('en-US')} characters)`;
}

function utf16Escapes(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => String.raw`\u` + character.charCodeAt(at).toString(16).padStart(4, '0'),
  ).join('');
}

function written(character: string): string {
  const short = SHORT_NAMES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return String.raw`\x` + hex.padStart(2, '0');
  return code <= 0xffff ? String.raw`\u` + hex.padStart(4, '0') : String.raw`\u{` + `${hex}}`;
}

function writtenAll(text: string): string {
  return Array.from(text, written).join('');
}
