import { sha256 } from './hashing.ts';

/** What is a secret by its own form, wherever it stands. */
const BY_FORM = [
  // Long-term and short-term Bedrock API keys (FACTS 2.7).
  String.raw`ABSK[A-Za-z0-9+/]{40,}={0,2}`,
  String.raw`bedrock-api-key-[A-Za-z0-9+/_-]{20,}={0,2}`,
  // Session tokens of temporary AWS credentials.
  String.raw`(?:FwoG|IQoJ)[A-Za-z0-9+/]{80,}={0,2}`,
  String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`,
  String.raw`eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`,
  String.raw`(?:sk|rk)-[A-Za-z0-9_-]{24,}`,
  String.raw`gh[pousr]_[A-Za-z0-9]{30,}`,
  String.raw`xox[abprs]-[A-Za-z0-9-]{20,}`,
];
/** What is a secret by the name before it: `secretAccessKey": "…`, `password=…`. */
const BY_NAME = String.raw`(?<=(?:secret_?access_?key|secret_?key|client_?secret|api_?key|passw(?:or)?d|x-api-key)\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\,;<>&{}()]{8,}`;
const SECRET = new RegExp([...BY_FORM, BY_NAME].join('|'), 'gi');
/** Already masked by AWS. */
const HARMLESS = /^(HIDDEN_DUE_TO_SECURITY_REASONS|\*+|REDACTED|null|undefined)$/i;
/** A token that stands for what was taken out (`redactText`). */
const REDACTED = /^\[[A-Z]+(?:-[A-Z]+)?-[0-9a-f]{8}\]/;

/**
 * Puts a mark in place of every secret. The same secret gets the same mark, so that an analyst can follow it without
 * reading it. Originals in evidence are never touched.
 */
export function maskSecrets(text: string): string {
  if (text.length < 8) return text;
  return text.replace(SECRET, (secret) =>
    HARMLESS.test(secret) ? secret : `(secret ${sha256(secret).slice(0, 8)})`,
  );
}

/** Where secrets stand in a text; what AWS hid already is none. */
export function secretSpans(
  text: string,
): readonly { readonly start: number; readonly end: number; readonly secret: string }[] {
  return [...text.matchAll(SECRET)]
    .filter(({ 0: secret }) => !HARMLESS.test(secret) && !REDACTED.test(secret))
    .map(({ 0: secret, index }) => ({ start: index, end: index + secret.length, secret }));
}

/** The same value with every text in it masked; values without a secret are given back as they are. */
export function maskDeep<T>(value: T): T {
  if (typeof value === 'string') return maskSecrets(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => maskDeep(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskDeep(member)])) as T;
}
