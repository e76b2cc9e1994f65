import type { JsonObject } from '../../base/json.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { objectOf, textOf } from '../answers.ts';
import { policyText, samePolicy, type Statement, statementsIn, withStatements } from '../policies.ts';
import { INLINE_CHANGES, inlineSetting, refuseTooLong } from '../principal-settings.ts';
import {
  PRINCIPAL,
  PRINCIPAL_READS,
  type Principal,
  principalTitle,
  principalUses,
  readPrincipal,
  refuseManagedRole,
  touchesPrincipal,
} from '../principals.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly principal: string;
  readonly userId?: string;
  readonly sourceIdentity?: string;
}

const POLICY = 'AWSRevokeOlderSessions';
/** IAM takes seconds to settle: sessions made meanwhile are meant too. */
const AHEAD = 30_000;

/** C05: denies everything to sessions that were issued before now. */
export const revokeSessions = defineAction<Params, Principal>({
  catalogue: 'C05',
  kind: 'containment',
  title: 'Revoke sessions',
  summary:
    'Denies everything to the sessions of a role or user that were issued until half a minute after the plan was made; newer ones go on.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['principal'],
    properties: {
      principal: PRINCIPAL,
      userId: {
        type: 'string',
        pattern: '^A(ROA|IDA)[A-Z0-9]+(:[A-Za-z0-9_+=,.@*-]+)?$',
        description: 'Only sessions of this aws:userid, AROA…:session; others go on.',
      },
      sourceIdentity: {
        type: 'string',
        pattern: '^[A-Za-z0-9_+=,.@-]{2,64}$',
        description: 'Only sessions with this aws:SourceIdentity; others go on.',
      },
    },
  },
  reads: PRINCIPAL_READS,
  changes: INLINE_CHANGES,
  keepFirst: [],
  mistakes: [
    'Long-term keys (AKIA…) are not hit: they have no issue time. Disable them too.',
    'Good sessions of the same role are hit as well: narrow it by userId where the intruder’s session is known.',
    'Workloads fetch new credentials at once: close the way in (iam/limit-role, the trust policy), or the intruder does so too.',
    'The time is fixed with the plan: where approval took longer than half a minute, plan again afterwards.',
  ],
  observe: ({ principal }, reader, context) => readPrincipal(principal, reader, context),
  target: ({ userId, sourceIdentity }, observed) =>
    `sessions of ${principalTitle(observed)}${userId === undefined ? '' : ` with user id ${userId}`}${sourceIdentity === undefined ? '' : ` with source identity ${sourceIdentity}`}`,
  touches: ({ userId }, observed, { account }) => {
    const session = sessionName(userId, observed);
    if (session === null) return touchesPrincipal(observed);
    const partition = observed.arn.split(':')[1] ?? 'aws';
    const arn = `arn:${partition}:sts::${account}:assumed-role/${observed.name}/${session}`;
    return { principals: [arn], buckets: [] };
  },
  refuse: (params, observed) => {
    const { userId } = params;
    if (userId !== undefined && userId.split(':')[0] !== observed.id)
      return {
        why: `${userId} is no session of ${principalTitle(observed)}, whose id is ${observed.id}`,
        instead: 'take the user id from an event of this principal: userIdentity.principalId',
      };
    const text = policyText(statement(params, '2026-01-01T00:00:00.000Z'));
    return refuseManagedRole(observed) ?? refuseTooLong(observed, { policy: POLICY, text });
  },
  blast: (params, observed) => [
    isNarrowed(params)
      ? 'the sessions named stop at once; other sessions of the role go on'
      : `every session of ${principalTitle(observed)} stops at once, good ones as well`,
    ...(observed.maxSessionSeconds === null
      ? []
      : [`without this, the oldest would go on for up to ${observed.maxSessionSeconds / 3600} hours`]),
    ...principalUses(observed),
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  // The principal goes on under newer sessions, so that its success proves nothing.
  contained: () => null,
});

function settings(params: Params, observed: Principal, { now }: ActionContext): readonly Setting[] {
  const cut = new Date(Date.parse(now) + AHEAD).toISOString();
  const known = observed.inline[POLICY] ?? null;
  const text = revoking(known, params, cut);
  return [
    inlineSetting(observed, {
      policy: POLICY,
      text,
      purpose: 'deny everything to sessions issued until now',
    }),
  ];
}

/** The policy with our statement in it: in place of one that says the same of an earlier time, beside all others. */
function revoking(known: string | null, params: Params, cut: string): string {
  const wanted = statement(params, cut);
  const own = statementsIn(known);
  const alike = own.filter((other) => isAlike(other, wanted));
  if (known !== null && alike.some((other) => cutOf(other) >= Date.parse(cut))) return known;
  if (alike.length === 0) return withStatements(known, [wanted]);
  return policyText(...own.filter((other) => !alike.includes(other)), wanted);
}

function statement({ userId, sourceIdentity }: Params, cut: string): Statement {
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

function isNarrowed({ userId, sourceIdentity }: Params): boolean {
  return userId !== undefined || sourceIdentity !== undefined;
}

/** The one session a user id means, or null where it means more than one. */
function sessionName(userId: string | undefined, { id }: Principal): string | null {
  const [role, session] = userId?.split(':') ?? [];
  return role === id && session !== undefined && !session.includes('*') ? session : null;
}
