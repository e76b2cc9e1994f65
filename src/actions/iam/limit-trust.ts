import { REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { GLOBAL_REGION } from '../answers.ts';
import { policyCharacters, samePolicy, withStatements } from '../policies.ts';
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
  readonly role: string;
  readonly deny?: readonly string[];
  readonly trust?: string;
}

/** The default quota of a trust policy (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const MOST_CHARACTERS = 2048;
const TAKING_UP = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

/** C08: who may take a role up, kept smaller. Sessions that are open go on. */
export const limitTrust = defineAction<Params, Principal>({
  catalogue: 'C08',
  kind: 'containment',
  title: 'Limit who may take a role up',
  summary:
    'Keeps principals, or everybody, from taking a role up, or gives a role the trust policy that was kept of it.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['role'],
    properties: {
      role: { ...PRINCIPAL, description: 'ARN of the role; the ARN of a session stands for its role.' },
      deny: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9*]+:(role|user)/.+$' },
        description: 'ARNs that may not take it up any more; everybody unless given.',
      },
      trust: {
        type: 'string',
        minLength: 2,
        description: 'JSON of the trust policy it had when it was good; instead of denying anybody.',
      },
    },
  },
  reads: PRINCIPAL_READS,
  changes: ['iam:UpdateAssumeRolePolicy'],
  undone: 'Puts back the trust policy that was found.',
  keepFirst: [],
  mistakes: [
    'Sessions that are open go on until they expire: revoke them as well (iam/revoke-sessions).',
    'Services that run on the role (Lambda, EC2, an agent) get no new sessions when everybody is denied, and stop within the hour.',
    'A trust policy that names another account lets that account’s administrators choose who comes in: deny the account’s principals by their ARNs.',
    'A person of IAM Identity Center comes in through a role of its own: it cannot be changed here.',
  ],
  observe: ({ role }, reader, context) => readPrincipal(role, reader, context),
  target: (_, observed) => `trust of ${principalTitle(observed)}`,
  touches: (_, observed) => touchesPrincipal(observed),
  refuse: ({ deny, trust }, observed) => {
    if (observed.kind !== 'Role')
      return {
        why: `${principalTitle(observed)} is a user, whom nobody takes up`,
        instead: 'disable its keys and sign-in (iam/sweep-user)',
      };
    if (deny !== undefined && trust !== undefined)
      return { why: 'both deny and trust are given', instead: 'give one of them' };
    const managed = refuseManagedRole(observed);
    if (managed !== null || trust === undefined)
      return managed ?? refuseTooLong(wantedTrust(deny, observed.trust));
    return isPolicy(trust)
      ? refuseTooLong(trust)
      : { why: 'trust is no policy: a JSON object with a Statement', instead: 'give the text that was kept' };
  },
  blast: ({ deny, trust }, observed) => [
    trust === undefined
      ? `${deny === undefined ? 'nobody' : deny.join(', ')} ${deny === undefined ? 'can' : 'cannot'} take up ${principalTitle(observed)} any more`
      : `${principalTitle(observed)} can be taken up by whom the given policy names, and nobody else`,
    'sessions that are open go on until they expire',
    ...principalUses(observed),
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

function settings(params: Params, observed: Principal): readonly Setting[] {
  const wanted = params.trust ?? wantedTrust(params.deny, observed.trust);
  return [
    {
      name: `trust policy of ${principalTitle(observed)}`,
      is: observed.trust,
      wanted,
      same: samePolicy,
      set: (to) => [
        {
          service: 'iam',
          operation: 'UpdateAssumeRolePolicy',
          region: GLOBAL_REGION,
          input: { RoleName: observed.name, PolicyDocument: to },
          purpose: to === wanted ? 'let it be taken up by fewer' : 'put back whom it trusted before',
          reversibility: REVERSIBLE,
        },
      ],
    },
  ];
}

/**
 * Its own statements and a denial. It goes by the caller’s ARN in a condition: a principal that was deleted may not be
 * named in a policy’s Principal, and one made again under its name would not be meant.
 */
function wantedTrust(deny: Params['deny'], trust: string | null): string {
  const statement = {
    Sid: 'HeptadLimitTrust',
    Effect: 'Deny',
    Principal: '*',
    Action: TAKING_UP,
    ...(deny === undefined ? {} : { Condition: { ArnLike: { 'aws:PrincipalArn': [...deny].toSorted() } } }),
  };
  return withStatements(trust, [statement]);
}

function refuseTooLong(text: string) {
  const characters = policyCharacters(text);
  return characters <= MOST_CHARACTERS
    ? null
    : {
        why: `the trust policy would have ${characters} characters, and ${MOST_CHARACTERS} are allowed by default`,
        instead: 'deny fewer principals, or deny the role everything (iam/deny-all)',
      };
}

function isPolicy(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'Statement' in value;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
