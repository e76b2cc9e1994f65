import { pathless, principalOf } from '../../actions/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Suspect } from '../../model/suspect.ts';

export interface Covering {
  readonly action: string;
  readonly params: JsonObject;
}

/** What ends a way in altogether; anything else that is about it takes a part of it away. */
const WHOLE: Readonly<Record<string, readonly string[]>> = {
  principal: ['iam/deny-all', 'iam/quarantine-principal', 'iam/sweep-user'],
  session: ['iam/revoke-sessions', 'iam/deny-all', 'iam/quarantine-principal'],
};

/**
 * Whether an action covers a foothold: `whole` ends it, `part` takes a part of it away, null has nothing to do with it.
 * It goes by what the action is given. Whose key a key is the case does not know, so that an action on the owner does
 * not count for the key: a foothold is rather called uncovered than contained.
 */
export function coverOf({ kind, value }: Suspect, { action, params }: Covering): 'whole' | 'part' | null {
  if (!isAbout({ kind, value }, params)) return null;
  const whole = WHOLE[kind];
  return whole === undefined || whole.includes(action) ? 'whole' : 'part';
}

function isAbout({ kind, value }: Suspect, params: JsonObject): boolean {
  const texts = Object.values(params).filter((given) => typeof given === 'string');
  if (texts.includes(value)) return true;
  if (kind === 'session') return coversSession(value, params);
  if (kind !== 'principal') return false;
  const user = /:user\/(?:[^/]+\/)*([^/]+)$/.exec(value)?.[1];
  return (
    texts.some((text) => text.startsWith('arn:') && isSamePrincipal(text, value)) ||
    (user !== undefined && params['userName'] === user)
  );
}

/** An action on the role covers all its sessions, unless it was narrowed to another one. */
function coversSession(session: string, params: JsonObject): boolean {
  const { principal, userId, sourceIdentity } = params;
  if (typeof principal !== 'string' || !isSamePrincipal(principal, session)) return false;
  if (sourceIdentity !== undefined) return false;
  return typeof userId !== 'string' || userId.split(':')[1] === session.split('/').at(-1);
}

function isSamePrincipal(a: string, b: string): boolean {
  return pathless(principalOf(a)) === pathless(principalOf(b));
}

/** What would contain a foothold, as `action apply` takes it; null where heptad has nothing for it. */
export function containmentHint({ kind, value }: Suspect): string | null {
  if (kind === 'access-key')
    return value.startsWith('AKIA')
      ? `iam/disable-access-key accessKeyId=${value}`
      : 'a temporary key: iam/revoke-sessions of the role or user it was issued to';
  if (kind === 'service-credential') return `iam/disable-bedrock-key userName=… credentialId=${value}`;
  if (kind === 'session') return `iam/revoke-sessions principal=${value}`;
  if (kind !== 'principal') return null;
  if (/:user\//.test(value)) return `iam/quarantine-principal principal=${value}`;
  return /:role\//.test(value) ? `iam/revoke-sessions principal=${value}, then iam/limit-role` : null;
}
