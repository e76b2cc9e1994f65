import type { Organization } from '../model/organization.ts';
import type { InsteadOffer, Refusal, Touched } from '../ports/action.ts';
import type { CloudIdentity } from '../ports/cloud.ts';

/** Who must not be hit by any plan. */
export interface Protected {
  readonly operator: Pick<CloudIdentity, 'arn' | 'account' | 'label'>;
  readonly organization: Organization;
}

/**
 * Whether a plan would hit the operator, the place evidence goes to, or a break-glass principal (DESIGN promise 5).
 * Null = it may go on.
 */
export function guard(touched: Touched, { operator, organization }: Protected): Refusal | null {
  if (operator.label === 'REAL' && organization.breakGlass === null)
    return {
      why: 'the organization file does not say which principals are break-glass, so that nobody can tell who must not be hit',
      instead:
        'list them under breakGlass in org.yaml, or write breakGlass: none, and give the file with --org',
    };
  const own = principalOf(operator.arn);
  if (hits(touched, own) || touched.principals.includes(operator.arn))
    return {
      why: `it would contain ${own}, the identity heptad works with here`,
      instead:
        'go on under another identity; where the intruder sits in the same role, revoke sessions narrowed by aws:userid instead (iam/revoke-sessions userId=AROA…:session, the principalId of its events)',
    };
  const responders = touched.principals.includes('*')
    ? organization.incidentResponseRoles.find((arn) => hits(touched, principalOf(arn)))
    : undefined;
  if (responders !== undefined)
    return {
      why: `it would shut out ${responders}, which org.yaml lists as a role of the incident responders`,
      instead: 'name that role among those that are left alone, or let the policy do so first',
    };
  const glass = organization.breakGlass === 'none' ? [] : (organization.breakGlass ?? []);
  const hit = glass.find((arn) => hits(touched, principalOf(arn)));
  if (hit !== undefined)
    return {
      why: `${hit} is listed as a break-glass principal`,
      instead:
        'contain the credential that was abused rather than the principal, or change org.yaml with whoever owns it',
    };
  const writer = organization.evidenceWriters?.find((arn) => shutsOut(touched, arn));
  if (writer !== undefined)
    return {
      why: `it would shut out ${principalOf(writer)}, which copies the evidence of this case`,
      instead: 'leave the account out that the evidence goes to, or let the evidence go elsewhere first',
    };
  const bucket = touched.buckets.find((name) => organization.evidenceBuckets.includes(name));
  if (bucket !== undefined)
    return {
      why: `the bucket ${bucket} is where evidence goes`,
      instead: 'let the evidence go elsewhere first, or leave this bucket alone',
    };
  return null;
}

/**
 * Where the intruder sits in the operator's own role: the revocation of that one session, which leaves the operator's
 * alone. Null where it is another principal's session, or the operator's own.
 */
export function narrowedToSession(
  session: unknown,
  { arn, userId }: Pick<CloudIdentity, 'arn' | 'userId'>,
): InsteadOffer | null {
  if (typeof session !== 'string' || !session.includes(':assumed-role/') || session === arn) return null;
  if (principalOf(session) !== principalOf(arn)) return null;
  const id = userId.split(':')[0] ?? '';
  const params = { principal: session, userId: `${id}:${session.split('/').at(-1) ?? ''}` };
  return { action: 'iam/revoke-sessions', params };
}

/** The user or role behind an identity: a session's ARN names its role. */
export function principalOf(arn: string): string {
  const session = /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return session === null ? arn : `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`;
}

/** Whether a principal is hit. Sessions do not tell their role's path, so that paths do not count. */
function hits({ principals, spared = [], accounts }: Touched, arn: string): boolean {
  if (accounts !== undefined && principals.includes('*') && !accounts.includes(arn.split(':')[4] ?? ''))
    return false;
  if (spared.some((pattern) => matches(pattern, arn))) return false;
  return principals.some((touched) => touched === '*' || pathless(touched) === pathless(arn));
}

/** Whether a principal of another account is hit: by its name, or with its whole account. */
function shutsOut(touched: Touched, arn: string): boolean {
  const named = touched.principals.some((one) => one !== '*' && pathless(one) === pathless(principalOf(arn)));
  const account = arn.split(':')[4] ?? '';
  return named || (touched.accounts?.includes(account) === true && hits(touched, principalOf(arn)));
}

/** As ArnLike has it: `*` for any text. A pattern's path counts, lest more were spared than the policy spares. */
function matches(pattern: string, arn: string): boolean {
  if (!pattern.includes('*')) return pathless(pattern) === pathless(arn);
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(arn);
}

/** A user's or role's ARN without its path, which sessions do not tell. */
export function pathless(arn: string): string {
  return arn.replace(/^(arn:[\w-]+:iam::\d{12}:(?:user|role)\/)(?:[^/]+\/)*([^/]+)$/, '$1$2');
}
