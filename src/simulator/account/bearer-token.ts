import type { Access, Call } from '../world/call.ts';
import { effectiveIam } from '../world/effective-iam.ts';
import type { Principal } from '../world/session.ts';
import type { World } from '../world/world.ts';
import type { WireRequest } from '../wire/message.ts';
import { WireError } from '../wire/wire-error.ts';
import { refusal, type Refusing } from './refusals.ts';
import { authenticateShortTerm, shortTermKey } from './short-term-key.ts';

/** The planes that take API keys in the place of a signature; the agents' do not. */
const WITH_API_KEYS: readonly string[] = ['Bedrock', 'Bedrock Runtime', 'Bedrock Mantle'];
const SERVICE = 'bedrock.amazonaws.com';

/** The token of an `Authorization: Bearer` header, or null. */
export function bearerToken(request: WireRequest): string | null {
  return /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? null;
}

/**
 * Whose Bedrock API key it is: of a user that has it, or of who signed it.
 * @throws WireError for a key that is unknown, inactive or past its time
 */
export function authenticateBearer(world: World, model: Refusing, request: WireRequest): Principal {
  if (!WITH_API_KEYS.includes(model.id)) throw refusal(model, 'missing');
  const token = bearerToken(request) ?? '';
  const key = shortTermKey(token);
  const principal =
    key === undefined
      ? holderOfLongTerm(world, token)
      : authenticateShortTerm(world, key, hostRegion(request));
  if (principal === undefined) {
    throw new WireError(
      'AccessDeniedException',
      'Authentication failed: Please make sure your API Key is valid.',
      403,
    );
  }
  return principal;
}

function holderOfLongTerm(world: World, token: string): Principal | undefined {
  for (const counted of effectiveIam(world).users.values()) {
    for (const credential of counted.serviceCredentials.values()) {
      if (credential.service !== SERVICE || credential.secret !== token) continue;
      const expired = credential.expiresAt !== undefined && credential.expiresAt <= world.clock.now();
      if (credential.status !== 'Active' || expired) return undefined;
      const user = world.iam.users.get(counted.name) ?? counted;
      return {
        kind: 'user',
        user,
        accessKeyId: '',
        session: undefined,
        credentialId: credential.id,
        bearer: 'LONG_TERM',
      };
    }
  }
  return undefined;
}

/** What a call with an API key needs besides its own permissions, on the plane of that prefix. */
export function bearerAccess({ principal }: Call, prefix: 'bedrock' | 'bedrock-mantle'): readonly Access[] {
  if (principal.bearer === undefined) return [];
  const context = new Map([[`${prefix}:bearertokentype`, [principal.bearer]]]);
  // The guide names the key of the first plane only; a policy may use it for both.
  context.set('bedrock:bearertokentype', [principal.bearer]);
  return [{ action: `${prefix}:CallWithBearerToken`, resource: '*', context }];
}

/** The Region of a call with a key: the endpoint's, where the host tells it, or the one a short-term key is for. */
export function regionOfBearer(request: WireRequest): string | undefined {
  return hostRegion(request) ?? shortTermKey(bearerToken(request) ?? '')?.authorization.region;
}

function hostRegion({ headers }: WireRequest): string | undefined {
  return /^bedrock(?:-runtime|-mantle)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.(?:amazonaws\.com|api\.aws)/.exec(
    headers['host'] ?? '',
  )?.[1];
}
