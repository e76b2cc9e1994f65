import type { JsonObject } from '../base/json.ts';
import type { ActionContext } from '../ports/action.ts';
import { objectOf, textOf } from './answers.ts';
import { policyText, samePolicy, type Statement, statementsIn, withStatements } from './policies.ts';
import { inlineSetting } from './principal-settings.ts';
import type { Principal } from './principals.ts';
import type { Setting } from './settings.ts';

/** Whose sessions, and which of them; all unless narrowed. */
export interface RevokedSessions {
  readonly principal: string;
  readonly userId?: string;
  readonly sourceIdentity?: string;
}

/** The name that AWS’s console gives it as well. */
export const REVOCATION_POLICY = 'AWSRevokeOlderSessions';
/** IAM takes seconds to settle: sessions made meanwhile are meant too. */
const AHEAD = 30_000;

/** The inline policy that revokes. */
export function revocationSettings(
  params: RevokedSessions,
  observed: Principal,
  { now }: ActionContext,
): readonly Setting[] {
  const cut = new Date(Date.parse(now) + AHEAD).toISOString();
  const known = observed.inline[REVOCATION_POLICY] ?? null;
  const text = revoking(known, params, cut);
  return [
    inlineSetting(observed, {
      policy: REVOCATION_POLICY,
      text,
      purpose: 'deny everything to sessions issued until now',
    }),
  ];
}

/** The policy with our statement in it: in place of one that says the same of an earlier time, beside all others. */
function revoking(known: string | null, params: RevokedSessions, cut: string): string {
  const wanted = revocationStatement(params, cut);
  const own = statementsIn(known);
  const alike = own.filter((other) => isAlike(other, wanted));
  if (known !== null && alike.some((other) => cutOf(other) >= Date.parse(cut))) return known;
  if (alike.length === 0) return withStatements(known, [wanted]);
  return policyText(...own.filter((other) => !alike.includes(other)), wanted);
}

/** Denies everything to sessions issued before a time. */
export function revocationStatement({ userId, sourceIdentity }: RevokedSessions, cut: string): Statement {
  return {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: {
      DateLessThan: { 'aws:TokenIssueTime': cut },
      ...(userId === undefined ? {} : { StringLike: { 'aws:userid': userId } }),
      ...(sourceIdentity === undefined ? {} : { StringEquals: { 'aws:SourceIdentity': sourceIdentity } }),
    },
  };
}

/** Whether two statements differ in their time at most. One without a time denies more, and stays. */
function isAlike(a: Statement, b: Statement): boolean {
  if (Number.isNaN(cutOf(a)) || Number.isNaN(cutOf(b))) return false;
  return samePolicy(policyText(timeless(a)), policyText(timeless(b)));
}

function timeless(of: Statement): Statement {
  const condition = objectOf(of, 'Condition') ?? {};
  const { Sid: _sid, ...rest } = of;
  const same: JsonObject = { ...condition, DateLessThan: 'some time' };
  return { ...rest, Condition: same };
}

function cutOf(of: Statement): number {
  return Date.parse(textOf(objectOf(objectOf(of, 'Condition'), 'DateLessThan'), 'aws:TokenIssueTime') ?? '');
}

export function isNarrowed({ userId, sourceIdentity }: RevokedSessions): boolean {
  return userId !== undefined || sourceIdentity !== undefined;
}

/** The one session a user id means, or null where it means more than one. */
export function sessionName(userId: string | undefined, { id }: Principal): string | null {
  const [role, session] = userId?.split(':') ?? [];
  return role === id && session !== undefined && !session.includes('*') ? session : null;
}
