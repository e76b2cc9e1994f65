import { InternalError } from '../../base/errors.ts';

/** A seeded source of chance: the same seed gives the same numbers on every platform. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, at least 0 and below `limit`. */
  int(limit: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  /** @throws InternalError when there is nothing to pick from */
  pick<T>(items: readonly T[]): T;
  /** `length` characters, each from `alphabet`. */
  text(alphabet: string, length: number): string;
  /** A random (version 4) UUID in lower case. */
  uuid(): string;
  /** An own stream for one purpose, so that what one part draws does not shift what another part draws. */
  fork(label: string): Random;
}

const HEX = '0123456789abcdef';

/** @param seed any text; equal texts give equal streams */
export function createRandom(seed: string): Random {
  const next = sfc32(seed);
  const int = (limit: number): number => Math.floor(next() * limit);
  const text = (alphabet: string, length: number): string => {
    let drawn = '';
    for (let index = 0; index < length; index += 1) drawn += alphabet.charAt(int(alphabet.length));
    return drawn;
  };
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(items.length)];
    if (item === undefined) throw new InternalError('there was nothing to pick from');
    return item;
  };
  return {
    next,
    int,
    between: (low, high) => low + int(high - low + 1),
    chance: (probability) => next() < probability,
    pick,
    text,
    uuid: () =>
      `${text(HEX, 8)}-${text(HEX, 4)}-4${text(HEX, 3)}-${text('89ab', 1)}${text(HEX, 3)}-${text(HEX, 12)}`,
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

/** Draws from `items` in proportion to their weights. @throws InternalError when `items` is empty */
export function weighted<T extends { readonly weight: number }>(items: readonly T[]): (random: Random) => T {
  let total = 0;
  const bounds = items.map((item) => (total += item.weight));
  return (random) => {
    const drawn = random.next() * total;
    const item = items[firstAbove(bounds, drawn)];
    if (item === undefined) throw new InternalError('there was nothing to draw from');
    return item;
  };
}

function firstAbove(bounds: readonly number[], value: number): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Chris Doty-Humphrey's sfc32: 32-bit integer arithmetic only, so no platform rounds it differently. */
function sfc32(seed: string): () => number {
  let [a, b, c, counter] = seedWords(seed);
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

function seedWords(seed: string): [number, number, number, number] {
  return [fnv1a(seed, 0x811c9dc5), fnv1a(seed, 0x9e3779b9), fnv1a(seed, 0x85ebca6b), 1];
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash | 0;
}
