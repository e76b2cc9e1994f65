import { hmacSha256 } from './hashing.ts';
import { type SensitiveKind, sensitiveSpans } from './sensitive-text.ts';

/** The digits that stand for a value: the same for the same kind and value under the same key. */
export type Keyed = (kind: SensitiveKind, value: string) => string;

/** So many hex digits that two values of a case do not share them by chance (one in four thousand for 1,000 values). */
const DIGITS = 8;

/** Digits under a key of the case: who does not hold it cannot try values out. */
export function keyedBy(key: Uint8Array): Keyed {
  return (kind, value) => hmacSha256(key, `${kind}\0${value}`).slice(0, DIGITS);
}

/**
 * Puts a token in place of everything sensitive: `[EMAIL-3f2a91c0]`. The same value gets the same token wherever it
 * stands and however it is written. Pure; a text that was redacted is given back as it is.
 * @param kinds which to take out; all unless given
 */
export function redactText(text: string, keyed: Keyed, kinds?: readonly SensitiveKind[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { kind, start, end, value } of sensitiveSpans(text, kinds)) {
    pieces.push(text.slice(from, start), `[${kind.toUpperCase()}-${keyed(kind, value)}]`);
    from = end;
  }
  return from === 0 ? text : pieces.join('') + text.slice(from);
}

/** The same value with every text in it redacted; names of members stay. */
export function redactDeep<T>(value: T, keyed: Keyed, kinds?: readonly SensitiveKind[]): T {
  if (typeof value === 'string') return redactText(value, keyed, kinds) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => redactDeep(item, keyed, kinds)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, redactDeep<unknown>(member, keyed, kinds)]),
  ) as T;
}
