// Turns records of the story's background into templates and renders them again with new ids, times and keys.
// Rendering is string work only, so that a million events take seconds; variety comes from the templates and the ids.

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VARIABLE = new RegExp(
  [
    '(?<uuid>[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})',
    '(?<hexadecimal>(?<![0-9a-f-])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f-]))',
    '(?<page>(?<="nextToken":")[A-Za-z0-9+/]+)',
    '(?<resource>(?<=[a-z]-0)[0-9a-f]{16}(?="))',
    '(?<address>192\\.0\\.2\\.\\d+)',
    '(?<key>ASIA[A-Z2-7]{9}EXAMPLE)',
    '(?<token>(?<="sessionToken":"EXAMPLE)[A-Za-z0-9+/]+)',
    '(?<host>(?<="x-amz-id-2":")[A-Za-z0-9+/]+)',
    '(?<s3Request>(?<="requestID":")[0-9A-Z]{16}(?="))',
    '(?<created>(?<="creationDate":")[^"]+)',
    '(?<time>(?<="eventTime":")[^"]+)',
    '(?<order>(?<=[Oo]rder )\\d{6})',
  ].join('|'),
  'g',
);
const KEYS = 6000;

/** 65,536 texts of four hex digits, so that ids are made of whole words. */
const HEX4 = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, '0'));
const BASE64_PAIRS = Array.from({ length: 4096 }, (_, n) => BASE64[n >> 6] + BASE64[n & 63]);

/**
 * @param {string} text one record as JSON
 * @returns {{literals: string[], kinds: string[], lengths: number[]}} the text between the variable parts, and what those are
 */
export function templateOf(text) {
  const literals = [];
  const kinds = [];
  const lengths = [];
  let from = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    literals.push(text.slice(from, match.index));
    kinds.push(kind);
    lengths.push(match[0].length);
    from = match.index + match[0].length;
  }
  literals.push(text.slice(from));
  return { literals, kinds, lengths };
}

/** Renders a template at a time. `random` is a {@link wordSource}. */
export function render(template, time, random) {
  const { literals, kinds, lengths } = template;
  let text = literals[0];
  for (let index = 0; index < kinds.length; index += 1) {
    text += RENDERERS[kinds[index]](random, time, lengths[index]) + literals[index + 1];
  }
  return text;
}

/** 32-bit words of a seed (xorshift128): fast, and the same on every machine. */
export function wordSource(seed) {
  let x = seed ^ 0x9e3779b9 || 1;
  let y = Math.imul(seed + 1, 0x85ebca6b) || 2;
  let z = Math.imul(seed + 2, 0xc2b2ae35) || 3;
  let w = Math.imul(seed + 3, 0x27d4eb2f) || 4;
  const next = () => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = (w ^ (w >>> 19) ^ (t ^ (t >>> 8))) >>> 0;
    return w;
  };
  for (let round = 0; round < 16; round += 1) next();
  return next;
}

const RENDERERS = {
  uuid: (random) => {
    const [a, b, c, d] = [random(), random(), random(), random()];
    const variant = HEX4[0x8000 | (c & 0x3fff)];
    return `${hex8(a)}-${HEX4[b >>> 16]}-${HEX4[0x4000 | (b & 0x0fff)]}-${variant}-${HEX4[c >>> 16]}${hex8(d)}`;
  },
  resource: (random) => hex8(random()) + hex8(random()),
  address: (random) => `192.0.2.${1 + (random() % 254)}`,
  // A key is used again and again within its hour, and another is used in the next.
  key: (random, time) => keyOf((Math.floor(time / 3_600_000) * 40 + (random() % 40)) % KEYS),
  hexadecimal: (random, _time, length) => {
    let text = '';
    while (text.length < length) text += hex8(random());
    return text;
  },
  page: (random, _time, length) => base64(random, length),
  token: (random, _time, length) => base64(random, length),
  host: (random, _time, length) => base64(random, length),
  s3Request: (random) => base32(random, 16),
  created: (_random, time) => iso(Math.floor(time / 3_600_000) * 3_600_000),
  time: (_random, time) => iso(time),
  order: (random) => String(100_000 + (random() % 900_000)),
};

const keys = new Map();

function keyOf(number) {
  const known = keys.get(number);
  if (known !== undefined) return known;
  const made = `ASIA${base32(wordSource(number + 77), 9)}EXAMPLE`;
  keys.set(number, made);
  return made;
}

function hex8(word) {
  return HEX4[word >>> 16] + HEX4[word & 0xffff];
}

function base32(random, length) {
  let text = '';
  for (let index = 0; index < length; index += 1) text += BASE32[random() & 31];
  return text;
}

function base64(random, length) {
  let text = '';
  while (text.length < length) {
    const word = random();
    text += BASE64_PAIRS[word & 4095] + BASE64_PAIRS[(word >>> 12) & 4095];
  }
  return text.slice(0, length);
}

let lastSecond = -1;
let lastText = '';

/** ISO 8601 without fraction; times come in order, so the last text is often the next one. */
function iso(time) {
  const second = Math.floor(time / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  }
  return lastText;
}
