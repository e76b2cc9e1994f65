import { defineAction } from '../../ports/action.ts';
import { policyText } from '../policies.ts';
import { INLINE_CHANGES, refuseTooLong } from '../principal-settings.ts';
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
import { neededCalls, undoSettings } from '../settings.ts';
import {
  isNarrowed,
  REVOCATION_POLICY,
  revocationSettings,
  revocationStatement,
  type RevokedSessions,
  sessionName,
} from '../session-revocation.ts';

/** C05: denies everything to sessions that were issued before now. */
export const revokeSessions = defineAction<RevokedSessions, Principal>({
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
  undone:
    'Takes the policy away, or puts back the one that was there: sessions issued before may be used again.',
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
    const text = policyText(revocationStatement(params, '2026-01-01T00:00:00.000Z'));
    return refuseManagedRole(observed) ?? refuseTooLong(observed, { policy: REVOCATION_POLICY, text });
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
  plan: (params, observed, context) => neededCalls(revocationSettings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({
      before: revocationSettings(params, before, context),
      now: revocationSettings(params, now, context),
    }),
  // The principal goes on under newer sessions, so that its success proves nothing.
  contained: () => null,
});
