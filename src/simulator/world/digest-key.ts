import { checkPrimeSync, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { Random } from '../story/random.ts';
import type { World } from './world.ts';

/** A key that signs digests of one Region. It is synthetic: the account's seed gives it, so that everybody has it. */
export interface DigestKey {
  readonly privateKey: KeyObject;
  /** DER, PKCS#1. */
  readonly value: Uint8Array;
  readonly fingerprint: string;
  readonly validFrom: number;
  readonly validTo: number;
}

/** How long a key is used before the next one takes over. */
const PERIOD = 180 * 86_400_000;

interface Keyring {
  readonly keys: Map<string, DigestKey>;
  readonly primes: Map<number, bigint>;
}

const keyrings = new WeakMap<World, Keyring>();

/** The key of a Region at a time; made when it is first needed, which takes about a tenth of a second. */
export function digestKeyOf(world: World, region: string, time: number): DigestKey {
  const period = Math.floor(time / PERIOD);
  const name = `${region}/${period}`;
  const { keys, primes } = keyringOf(world);
  const known = keys.get(name);
  if (known !== undefined) return known;
  const primeOf = (label: string): bigint => drawPrime(world.random.fork(`digest key/${label}`));
  // Regions share a prime, which no real keys may: finding one takes long, and these keys keep nothing secret.
  const shared = primes.get(period) ?? primeOf(String(period));
  primes.set(period, shared);
  const key = makeKey(shared, primeOf(name), period);
  keys.set(name, key);
  return key;
}

function keyringOf(world: World): Keyring {
  const known = keyrings.get(world) ?? { keys: new Map(), primes: new Map() };
  keyrings.set(world, known);
  return known;
}

/** The keys of a Region whose time touches the range. */
export function digestKeysBetween(
  world: World,
  region: string,
  range: { readonly from: number; readonly to: number },
): readonly DigestKey[] {
  const keys: DigestKey[] = [];
  for (let time = range.from; range.from <= range.to && time < range.to + PERIOD; time += PERIOD) {
    const key = digestKeyOf(world, region, Math.min(time, range.to));
    if (!keys.includes(key)) keys.push(key);
  }
  return keys;
}

const EXPONENT = 65_537n;

/** RSA of 2048 bits out of the seed: node:crypto makes no key from a seed, but it tests primes. */
function makeKey(p: bigint, q: bigint, period: number): DigestKey {
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const jwk = {
    kty: 'RSA',
    n: base64url(p * q),
    e: base64url(EXPONENT),
    d: base64url(d),
    p: base64url(p),
    q: base64url(q),
    dp: base64url(d % (p - 1n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  const value = createPublicKey(privateKey).export({ type: 'pkcs1', format: 'der' });
  return {
    privateKey,
    value,
    fingerprint: createHash('md5').update(value).digest('hex'),
    validFrom: period * PERIOD,
    validTo: (period + 1) * PERIOD,
  };
}

/** What was found before: accounts of one seed are opened several times in a process. */
const found = new Map<string, bigint>();

/** A prime of 1024 bits with its two highest bits set, so that the product has 2048. */
function drawPrime(random: Random): bigint {
  const drawn = random.text('0123456789abcdef', 256);
  const known = found.get(drawn);
  if (known !== undefined) return known;
  let candidate = BigInt(`0x${drawn}`) | (3n << 1022n) | 1n;
  while (candidate % EXPONENT === 1n || !checkPrimeSync(candidate)) candidate += 2n;
  found.set(drawn, candidate);
  return candidate;
}

/** The inverse of `value` modulo `modulus`, by Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, value % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  return factor < 0n ? factor + modulus : factor;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
