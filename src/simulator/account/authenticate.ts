import type { LastUse } from '../world/iam-state.ts';
import type { Principal, Session } from '../world/session.ts';
import type { World } from '../world/world.ts';
import type { WireRequest } from '../wire/message.ts';
import { bodyMatchesHash, isSignedWith, readAuthorization, signedAt } from '../wire/sigv4.ts';
import { WireError } from '../wire/wire-error.ts';
import { authenticateBearer, bearerToken } from './bearer-token.ts';
import { credentialsOf } from './credentials.ts';
import { refusal, type Refusing } from './refusals.ts';

const MOST_SKEW = 15 * 60_000;

/** Who signed a request. @throws WireError with the code that AWS gives on this service's protocol */
export function authenticate(world: World, model: Refusing, request: WireRequest): Principal {
  if (bearerToken(request) !== null) return authenticateBearer(world, model, request);
  const authorization = readAuthorization(request);
  if (authorization === null) throw refusal(model, 'missing');
  const credentials = credentialsOf(world, authorization.accessKeyId);
  if (credentials === undefined) throw refusal(model, 'unknown key');
  if (!isSignedWith(request, authorization, credentials.secret)) throw refusal(model, 'signature');
  if (!(Math.abs(signedAt(request) - world.realNow()) <= MOST_SKEW)) throw refusal(model, 'too old');
  if (!bodyMatchesHash(request))
    throw new WireError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  const { session } = credentials.principal;
  if (session?.token !== request.headers['x-amz-security-token']) throw refusal(model, 'wrong token');
  if (session !== undefined && session.expiresAt <= world.clock.now()) throw refusal(model, 'expired token');
  refuseSessionOfUser(model, credentials.principal, session);
  return credentials.principal;
}

/** Notes that a key or a role was used, as GetAccessKeyLastUsed and GetRole will tell. */
export function noteUse(principal: Principal, use: LastUse): void {
  if (principal.kind === 'role') principal.role.lastUsed = use;
  const key = principal.kind === 'user' ? principal.user.accessKeys.get(principal.accessKeyId) : undefined;
  if (key !== undefined) key.lastUsed = use;
}

/** What GetSessionToken gave can't call IAM unless MFA was used. */
function refuseSessionOfUser(model: Refusing, principal: Principal, session: Session | undefined): void {
  if (principal.kind === 'user' && session !== undefined && !session.mfa && model.signingName === 'iam')
    throw refusal(model, 'unknown key');
}
