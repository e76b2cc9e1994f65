import type { Scalar } from 'yaml';

/**
 * Where a character of a scalar's value stands in the file. Folding and indentation change only white space, so the
 * n-th character of the value that is not white space is the n-th such character of the source, whatever the style.
 */
export function sourceOffset(scalar: Scalar, text: string, offset: number): number | undefined {
  const { range, value } = scalar;
  if (range === undefined || range === null || typeof value !== 'string') return undefined;
  const inside = isSolid(value[offset]);
  const wanted = countSolid(value.slice(0, offset)) + (inside ? 1 : 0);
  if (wanted === 0) return undefined;
  const start = bodyStart(scalar, text, range[0]);
  let seen = 0;
  for (const unit of units(scalar, text.slice(start, range[1]))) {
    seen += unit.solid;
    if (seen >= wanted) return start + (inside ? unit.at : unit.at + unit.length);
  }
  return undefined;
}

interface Unit {
  readonly at: number;
  readonly length: number;
  /** How many characters that are not white space it stands for. */
  readonly solid: number;
}

/** After the opening quote, or after the line of a block scalar's header. */
function bodyStart(scalar: Scalar, text: string, start: number): number {
  if (scalar.type?.startsWith('BLOCK')) return text.indexOf('\n', start) + 1;
  return scalar.type?.startsWith('QUOTE') ? start + 1 : start;
}

function* units(scalar: Scalar, body: string): Generator<Unit> {
  const pattern = UNIT_PATTERNS[scalar.type ?? 'PLAIN'] ?? /[^]/g;
  for (const match of body.matchAll(pattern)) {
    const unit = match[0];
    const stands = unit.length > 1 ? unescaped(unit) : unit;
    yield { at: match.index, length: unit.length, solid: countSolid(stands) };
  }
}

const UNIT_PATTERNS: Readonly<Record<string, RegExp>> = {
  QUOTE_SINGLE: /''|[^]/g,
  QUOTE_DOUBLE: /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])|[^]/g,
};

function unescaped(unit: string): string {
  if (unit === "''") return "'";
  if (/^\\[xuU]/.test(unit)) return String.fromCodePoint(Number.parseInt(unit.slice(2), 16));
  // The other escapes stand for white space or a control character, or for the character itself.
  return /^\\[ntr_NLP \n]/.test(unit) ? ' ' : '.';
}

function countSolid(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}

function isSolid(character: string | undefined): boolean {
  return character !== undefined && /\S/.test(character);
}
