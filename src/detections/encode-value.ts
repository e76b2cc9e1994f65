/** The texts a value is looked for as: each step of the chain of modifiers turns one into one or several. */
export type Encoded = string | Buffer;

/** `utf16le`/`wide`, `utf16be`, `utf16`: the bytes of a text, for base64 behind them. */
export function wideBytes(text: string, modifier: string): Buffer {
  const little = Buffer.from(text, 'utf16le');
  if (modifier === 'utf16be') return little.swap16();
  return modifier === 'utf16' ? Buffer.concat([Buffer.from([0xff, 0xfe]), little]) : little;
}

/** The text in base64. */
export function base64Of(value: Encoded): string {
  return Buffer.from(value).toString('base64');
}

/** The three texts that base64 may show for a value somewhere inside encoded data: what depends on neighbours is cut. */
export function base64Offsets(value: Encoded): readonly string[] {
  const bytes = Buffer.from(value);
  const starts = [0, 2, 3];
  const ends = [undefined, -3, -2];
  return starts.map((start, offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset, 0x20), bytes]).toString('base64');
    return encoded.slice(start, ends[(bytes.length + offset) % 3]);
  });
}

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];

/** A parameter of a command may begin with any kind of dash, or a slash. */
export function dashVariants(text: string): readonly string[] {
  return [
    ...new Set([
      text,
      ...DASHES.map((dash) => text.replaceAll(/(^|\s)[-/\u2013\u2014\u2015](?=\w)/gu, `$1${dash}`)),
    ]),
  ];
}
