import type { Principal } from '../world/session.ts';
import type { World } from '../world/world.ts';
import type { WireRequest } from '../wire/message.ts';
import { isSignedWith, signedAt, type Authorization } from '../wire/sigv4.ts';
import { credentialsOf } from './credentials.ts';

const PREFIX = 'bedrock-api-key-';
/** A key lasts twelve hours at the most, and never longer than the session that signed it. */
const LONGEST = 12 * 3600;

/** A short-term Bedrock API key: a call of CallWithBearerToken that its maker signed and nobody sent. */
export interface ShortTermKey {
  readonly authorization: Authorization;
  readonly request: WireRequest;
  readonly sessionToken: string | undefined;
  /** Seconds from the signature on. */
  readonly lifetime: number;
}

/** Reads a key, as AWS's token generator writes it; undefined for a text that is none. */
export function shortTermKey(token: string): ShortTermKey | undefined {
  if (!token.startsWith(PREFIX)) return undefined;
  const url = Buffer.from(token.slice(PREFIX.length), 'base64').toString('utf8');
  const [host = '', search = ''] = url.split('/?');
  const params = new URLSearchParams(search);
  const part = (name: string): string => params.get(name) ?? '';
  const [accessKeyId = '', date = '', region = '', service = ''] = part('X-Amz-Credential').split('/');
  if (part('Action') !== 'CallWithBearerToken' || service !== 'bedrock') return undefined;
  // The version was put behind what is signed.
  const signed = [...params].filter(([name]) => name !== 'X-Amz-Signature' && name !== 'Version');
  return {
    authorization: {
      accessKeyId,
      date,
      region,
      service,
      signedHeaders: part('X-Amz-SignedHeaders').split(';'),
      signature: part('X-Amz-Signature'),
    },
    request: {
      method: 'POST',
      path: '/',
      query: Object.fromEntries(signed.map(([name, value]) => [name, [value]])),
      headers: { host, 'x-amz-date': part('X-Amz-Date') },
      body: new Uint8Array(),
      address: '',
    },
    sessionToken: params.get('X-Amz-Security-Token') ?? undefined,
    lifetime: Math.min(Number(part('X-Amz-Expires')), LONGEST),
  };
}

/** Who signed a key, if it is good in this Region now: for as long as its maker's own credentials are. */
export function authenticateShortTerm(
  world: World,
  { authorization, request, sessionToken, lifetime }: ShortTermKey,
  region: string | undefined,
): Principal | undefined {
  if (region !== undefined && region !== authorization.region) return undefined;
  const credentials = credentialsOf(world, authorization.accessKeyId);
  if (credentials === undefined || !/^[0-9a-f]{64}$/.test(authorization.signature)) return undefined;
  const { principal, secret } = credentials;
  if (!isSignedWith(request, authorization, secret)) return undefined;
  if (principal.session?.token !== sessionToken) return undefined;
  if (principal.session !== undefined && principal.session.expiresAt <= world.clock.now()) return undefined;
  const age = (world.realNow() - signedAt(request)) / 1000;
  return age < lifetime ? { ...principal, bearer: 'SHORT_TERM' } : undefined;
}
