import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { sha256 } from '../base/hashing.ts';
import { isObject } from '../base/json.ts';

/** A digest as it was found. Nothing here calls AWS: exported digests are judged the same way. */
export interface DigestFile {
  readonly bucket: string;
  readonly key: string;
  /** Uncompressed. */
  readonly text: Uint8Array;
  /** Hex, from the object's metadata; null where it has none. */
  readonly signature: string | null;
  readonly algorithm: string | null;
}

/** A key of ListPublicKeys. */
export interface DigestPublicKey {
  readonly fingerprint: string;
  /** DER: PKCS#1, or SPKI. */
  readonly value: Uint8Array;
}

export interface DigestChain {
  readonly digests: readonly DigestFile[];
  readonly keys: readonly DigestPublicKey[];
  /** SHA-256 of a log file's uncompressed bytes; null when it is not there, `unreadable` when it is no gzip. */
  readonly logHash: (bucket: string, key: string) => string | null;
  /** ISO 8601 UTC: digests that ended before are not looked for, nor log files whose events are all older. */
  readonly from: string;
}

export interface Judged {
  readonly bucket: string;
  readonly key: string;
  /** `unlinked`: a digest whose own signature holds, and which the one after it does not know as it is. */
  readonly status: 'valid' | 'invalid' | 'missing' | 'unlinked';
  readonly why: string | null;
}

export interface DigestOutcome {
  readonly digests: readonly Judged[];
  readonly logs: readonly (Judged & { readonly from: string; readonly to: string })[];
  /** Time between digests that no chain covers: logging or validation was off, or digests are gone. */
  readonly gaps: readonly { readonly from: string; readonly to: string; readonly why: string }[];
  /** Time that digests cover which are valid, linked and whose log files are all valid. */
  readonly proved: readonly { readonly from: string; readonly to: string }[];
}

interface Digest extends DigestFile {
  readonly start: string;
  readonly end: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly problem: string | null;
}

/**
 * Judges a trail's digests of one Region and every log file they list, as AWS's page on custom validation tells
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html).
 */
export function verifyDigests(chain: DigestChain): DigestOutcome {
  const keys = new Map(chain.keys.map(({ fingerprint, value }) => [fingerprint, publicKeyOf(value)]));
  const read = chain.digests
    .map((file) => readDigest(file, keys))
    .toSorted((a, b) => a.key.localeCompare(b.key, 'en'));
  const unlinked = brokenLinks(read);
  const digests: Judged[] = [];
  const logs: (Judged & { readonly from: string; readonly to: string })[] = [];
  const gaps: { from: string; to: string; why: string }[] = [];
  const proved: { from: string; to: string }[] = [];
  let before: Digest | null = null;
  for (const digest of read) {
    const missing = missingBefore(digest, read, chain.from);
    if (missing !== null) digests.push(missing);
    const link = unlinked.get(digest.key) ?? null;
    digests.push(judged(digest, link));
    if (digest.problem !== null) continue;
    if (before !== null && before.end < digest.start)
      gaps.push({ from: before.end, to: digest.start, why: gapReason(digest, missing) });
    const own = logsOf(digest, chain);
    logs.push(...own);
    if (link !== null) gaps.push({ from: digest.start, to: digest.end, why: link });
    else if (own.every(({ status }) => status === 'valid')) extend(proved, digest);
    before = digest;
  }
  return { digests, logs, gaps, proved };
}

function gapReason({ fields }: Digest, missing: Judged | null): string {
  if (missing !== null) return 'a digest is missing';
  return fields['previousDigestS3Object'] === null
    ? 'a new chain begins: logging or validation was off before'
    : 'no valid digest covers it';
}

function extend(proved: { from: string; to: string }[], { start, end }: Digest): void {
  const last = proved.at(-1);
  if (last !== undefined && last.to >= start) last.to = end;
  else proved.push({ from: start, to: end });
}

function readDigest(file: DigestFile, keys: ReadonlyMap<string, KeyObject | null>): Digest {
  const fields = parsed(file.text);
  const start = timeOf(fields['digestStartTime']);
  const end = timeOf(fields['digestEndTime']);
  return { ...file, start, end, fields, problem: problemOf(file, fields, keys) };
}

function problemOf(
  file: DigestFile,
  fields: Readonly<Record<string, unknown>>,
  keys: ReadonlyMap<string, KeyObject | null>,
): string | null {
  if (fields['logFiles'] === undefined) return 'it is no digest';
  if (fields['digestS3Bucket'] !== file.bucket || fields['digestS3Object'] !== file.key)
    return 'it was moved from its place';
  const fingerprint = textOf(fields['digestPublicKeyFingerprint']);
  const key = keys.get(fingerprint);
  if (key === undefined) return `no public key of the Region has its fingerprint ${fingerprint}`;
  if (key === null) return `the public key ${fingerprint} cannot be read`;
  if (file.signature === null || !/^([0-9a-f]{2})+$/i.test(file.signature)) return 'it has no signature';
  const signed = [
    textOf(fields['digestEndTime']),
    `${file.bucket}/${file.key}`,
    sha256(file.text),
    typeof fields['previousDigestSignature'] === 'string' ? fields['previousDigestSignature'] : 'null',
  ].join('\n');
  const holds = verify('sha256', Buffer.from(signed), key, Buffer.from(file.signature, 'hex'));
  return holds ? null : 'its signature does not hold';
}

/**
 * Digests that the one after them, itself signed, knows with another content. AWS's page asks for this comparison;
 * `aws cloudtrail validate-logs` (1.46.3) leaves it out and calls such a digest valid.
 */
function brokenLinks(digests: readonly Digest[]): ReadonlyMap<string, string> {
  const byKey = new Map(digests.map((digest) => [digest.key, digest]));
  const broken = new Map<string, string>();
  for (const { fields, problem } of digests) {
    const previous = byKey.get(textOf(fields['previousDigestS3Object']));
    if (problem !== null || previous === undefined) continue;
    if (fields['previousDigestHashValue'] !== sha256(previous.text))
      broken.set(previous.key, 'the digest after it knows another content');
  }
  return broken;
}

/** The digest that a valid one names as its predecessor and that is not there, within the window. */
function missingBefore(digest: Digest, all: readonly Digest[], from: string): Judged | null {
  const key = digest.fields['previousDigestS3Object'];
  if (digest.problem !== null || typeof key !== 'string') return null;
  if (digest.start <= from || all.some((other) => other.key === key)) return null;
  const bucket = textOf(digest.fields['previousDigestS3Bucket']);
  return { bucket, key, status: 'missing', why: 'the digest after it names it' };
}

/** The log files that a digest lists. Of those that only tell of time before the window, none need be in hand. */
function logsOf(digest: Digest, { logHash, from }: DigestChain): DigestOutcome['logs'] {
  const files = digest.fields['logFiles'];
  if (!Array.isArray(files)) return [];
  return files.filter(isObject).flatMap((file): DigestOutcome['logs'] => {
    const bucket = textOf(file['s3Bucket']);
    const key = textOf(file['s3Object']);
    const times = { from: timeOf(file['oldestEventTime']), to: timeOf(file['newestEventTime']) };
    const hash = logHash(bucket, key);
    const isOlder = times.to !== '' && times.to < from;
    if (hash === null)
      return isOlder ? [] : [{ bucket, key, ...times, status: 'missing', why: 'a digest lists it' }];
    return hash === textOf(file['hashValue'])
      ? [{ bucket, key, ...times, status: 'valid', why: null }]
      : [{ bucket, key, ...times, status: 'invalid', why: 'its hash is another than the digest says' }];
  });
}

function judged({ bucket, key, problem }: Digest, link: string | null): Judged {
  if (problem !== null) return { bucket, key, status: 'invalid', why: problem };
  return { bucket, key, status: link === null ? 'valid' : 'unlinked', why: link };
}

/** PKCS#1 as the API says; one sample of AWS has SPKI. */
function publicKeyOf(value: Uint8Array): KeyObject | null {
  for (const type of ['pkcs1', 'spki'] as const) {
    try {
      return createPublicKey({ key: Buffer.from(value), format: 'der', type });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
  return null;
}

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Digests write times without milliseconds, all else here has them: only like forms compare as text. */
function timeOf(value: unknown): string {
  const time = Date.parse(textOf(value));
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}
