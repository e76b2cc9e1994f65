import type { Access, Call } from '../world/call.ts';
import { effectiveIam } from '../world/effective-iam.ts';
import type { Principal } from '../world/session.ts';
import type { World } from '../world/world.ts';
import type { WireRequest } from '../wire/message.ts';
import type { ServiceModel } from '../wire/service-model.ts';
import { WireError } from '../wire/wire-error.ts';
import { refusal } from './refusals.ts';

/** The planes that take API keys in the place of a signature; the agents' do not. */
const WITH_API_KEYS: readonly string[] = ['Bedrock', 'Bedrock Runtime'];
const SERVICE = 'bedrock.amazonaws.com';

/** The token of an `Authorization: Bearer` header, or null. */
export function bearerToken(request: WireRequest): string | null {
  return /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? null;
}

/**
 * Whose long-term Bedrock API key it is. Short-term keys, which are signed locally, are not simulated and refused.
 * @throws WireError for a key that is unknown, inactive or past its time
 */
export function authenticateBearer(world: World, model: ServiceModel, token: string): Principal {
  if (!WITH_API_KEYS.includes(model.id)) throw refusal(model, 'missing');
  for (const counted of effectiveIam(world).users.values()) {
    for (const credential of counted.serviceCredentials.values()) {
      if (credential.service !== SERVICE || credential.secret !== token) continue;
      const expired = credential.expiresAt !== undefined && credential.expiresAt <= world.clock.now();
      if (credential.status !== 'Active' || expired) throw invalid();
      const user = world.iam.users.get(counted.name) ?? counted;
      return { kind: 'user', user, accessKeyId: '', session: undefined, credentialId: credential.id };
    }
  }
  throw invalid();
}

/** What a call with an API key needs besides its own permissions. */
export function bearerAccess({ principal }: Call): readonly Access[] {
  if (principal.kind !== 'user' || principal.credentialId === undefined) return [];
  const context = new Map([['bedrock:bearertokentype', ['LONG_TERM']]]);
  return [{ action: 'bedrock:CallWithBearerToken', resource: '*', context }];
}

/** A bearer token has no scope: the Region is the endpoint's, where the host tells it. */
export function regionOfHost(request: WireRequest): string | undefined {
  return /^bedrock(?:-runtime)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/.exec(
    request.headers['host'] ?? '',
  )?.[1];
}

function invalid(): WireError {
  return new WireError(
    'AccessDeniedException',
    'Authentication failed: Please make sure your API Key is valid.',
    403,
  );
}
