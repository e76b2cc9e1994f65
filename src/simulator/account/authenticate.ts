import { effectiveIam } from '../world/effective-iam.ts';
import type { IamState, LastUse } from '../world/iam-state.ts';
import type { Principal, Session } from '../world/session.ts';
import type { World } from '../world/world.ts';
import type { WireRequest } from '../wire/message.ts';
import type { ServiceModel } from '../wire/service-model.ts';
import {
  bodyMatchesHash,
  isSignedWith,
  readAuthorization,
  signedAt,
  type Authorization,
} from '../wire/sigv4.ts';
import { WireError } from '../wire/wire-error.ts';
import { authenticateBearer, bearerToken } from './bearer-token.ts';
import { refusal } from './refusals.ts';

const MOST_SKEW = 15 * 60_000;

/** Who signed a request. @throws WireError with the code that AWS gives on this service's protocol */
export function authenticate(world: World, model: ServiceModel, request: WireRequest): Principal {
  const token = bearerToken(request);
  if (token !== null) return authenticateBearer(world, model, token);
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
export function noteUse(
  world: World,
  principal: Principal,
  { region, service }: Pick<Authorization, 'region' | 'service'>,
): void {
  const use: LastUse = { at: world.clock.now(), service, region };
  if (principal.kind === 'role') principal.role.lastUsed = use;
  const key = principal.kind === 'user' ? principal.user.accessKeys.get(principal.accessKeyId) : undefined;
  if (key !== undefined) key.lastUsed = use;
}

interface Credentials {
  readonly principal: Principal;
  readonly secret: string;
}

/** Temporary credentials outlive the key they were made with, but not their user or role. */
function credentialsOf(world: World, accessKeyId: string): Credentials | undefined {
  const iam = effectiveIam(world);
  const session = world.sessions.get(accessKeyId);
  if (session === undefined) return longTerm(world, iam, accessKeyId);
  const { holder, secret } = session;
  if ('role' in holder) {
    if (iam.roles.get(holder.role.name)?.id !== holder.role.id) return undefined;
    return {
      principal: { kind: 'role', role: holder.role, accessKeyId, session, sessionName: holder.name },
      secret,
    };
  }
  if (iam.users.get(holder.user.name)?.id !== holder.user.id) return undefined;
  return { principal: { kind: 'user', user: holder.user, accessKeyId, session }, secret };
}

/** An inactive key is as unknown as one that never was. */
function longTerm(world: World, iam: IamState, accessKeyId: string): Credentials | undefined {
  for (const counted of iam.users.values()) {
    const key = counted.accessKeys.get(accessKeyId);
    if (key?.status !== 'Active') continue;
    // What the call changes, it changes on the user as it is.
    const user = world.iam.users.get(counted.name) ?? counted;
    return { principal: { kind: 'user', user, accessKeyId, session: undefined }, secret: key.secret };
  }
  return undefined;
}

/** What GetSessionToken gave can't call IAM unless MFA was used. */
function refuseSessionOfUser(model: ServiceModel, principal: Principal, session: Session | undefined): void {
  if (principal.kind === 'user' && session !== undefined && !session.mfa && model.signingName === 'iam')
    throw refusal(model, 'unknown key');
}
