import { createHmac, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../base/hashing.ts';
import type { WireRequest } from './message.ts';

/** The parts of an `Authorization` header of Signature Version 4. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** The signature a request carries, or null when it carries none that can be read. */
export function readAuthorization(request: WireRequest): Authorization | null {
  const found = HEADER.exec(request.headers['authorization'] ?? '');
  if (found === null) return null;
  const [, accessKeyId = '', date = '', region = '', service = '', signed = '', signature = ''] = found;
  return { accessKeyId, date, region, service, signedHeaders: signed.split(';'), signature };
}

/** Whether the request was signed with this secret: the signature is computed again, as AWS does it. */
export function isSignedWith(request: WireRequest, authorization: Authorization, secret: string): boolean {
  const expected = Buffer.from(signatureOf(request, authorization, secret), 'hex');
  return timingSafeEqual(expected, Buffer.from(authorization.signature, 'hex'));
}

/** The signature of a request whose headers are complete, by this secret, as hexadecimal digits. */
export function signatureOf(
  request: WireRequest,
  authorization: Omit<Authorization, 'signature'>,
  secret: string,
): string {
  const { date, region, service } = authorization;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonical = sha256(canonicalRequest(request, authorization));
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'] ?? '', scope, canonical].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (last, part) => hmac(last, part),
    `AWS4${secret}`,
  );
  return hmac(key, text).toString('hex');
}

/** When the request was signed (`X-Amz-Date`), in milliseconds since 1970, or NaN. */
export function signedAt(request: WireRequest): number {
  const date = request.headers['x-amz-date'] ?? '';
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** Whether the hash of the body that was signed is the hash of the body that came. */
export function bodyMatchesHash(request: WireRequest): boolean {
  const claimed = request.headers['x-amz-content-sha256'];
  return claimed === undefined || !/^[0-9a-f]{64}$/.test(claimed) || claimed === sha256(request.body);
}

function canonicalRequest(
  request: WireRequest,
  { service, signedHeaders }: Omit<Authorization, 'signature'>,
): string {
  return [
    request.method,
    service === 's3' ? request.path : encodeAgain(request.path),
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    request.headers['x-amz-content-sha256'] ?? sha256(request.body),
  ].join('\n');
}

/** All services but S3 sign the path with its percent signs encoded once more. */
function encodeAgain(path: string): string {
  return path.split('/').map(encode).join('/');
}

function canonicalQuery(query: WireRequest['query']): string {
  return Object.entries(query)
    .flatMap(([name, values]) => values.map((value) => `${encode(name)}=${encode(value)}`))
    .toSorted()
    .join('&');
}

/** RFC 3986: also the characters that encodeURIComponent leaves alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
