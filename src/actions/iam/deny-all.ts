import { defineAction } from '../../ports/action.ts';
import { denyStatement, policyText } from '../policies.ts';
import {
  attachedSetting,
  INLINE_CHANGES,
  inlineSetting,
  refuseTooLong,
  refuseTooMany,
} from '../principal-settings.ts';
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
  readonly managed?: boolean;
}

const POLICY = 'heptad-deny-all';
const MANAGED = 'arn:aws:iam::aws:policy/AWSDenyAll';
const TEXT = policyText(denyStatement({ sid: 'HeptadDenyAll', actions: ['*'] }));

/** C02: a Deny on everything; it reaches keys, console and running sessions alike. */
export const denyAll = defineAction<Params, Principal>({
  catalogue: 'C02',
  kind: 'containment',
  title: 'Deny a principal everything',
  summary: 'Puts a policy on a user or role that denies every action, whatever credential it comes with.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['principal'],
    properties: {
      principal: PRINCIPAL,
      managed: {
        type: 'boolean',
        description: 'Attach AWSDenyAll instead of an inline policy, where there is no room for one.',
      },
    },
  },
  reads: PRINCIPAL_READS,
  changes: [
    ...INLINE_CHANGES,
    'iam:AttachUserPolicy',
    'iam:DetachUserPolicy',
    'iam:AttachRolePolicy',
    'iam:DetachRolePolicy',
  ],
  undone: 'Takes the policy away, or puts back the one of that name that was there.',
  keepFirst: [],
  mistakes: [
    'It does not reach service-linked roles, roles of Identity Center, or the root user.',
    'It takes seconds to arrive everywhere; an intruder who sees it can take it away from another principal: contain those too.',
    'sts:GetCallerIdentity cannot be denied, and goes on answering.',
  ],
  observe: ({ principal }, reader, context) => readPrincipal(principal, reader, context),
  target: (_, observed) => principalTitle(observed),
  touches: (_, observed) => touchesPrincipal(observed),
  refuse: ({ managed }, observed) =>
    refuseManagedRole(observed) ??
    (managed === true
      ? refuseTooMany(observed, MANAGED)
      : refuseTooLong(observed, { policy: POLICY, text: TEXT })),
  blast: (_, observed) => [
    `everything ${principalTitle(observed)} does stops: ${observed.kind === 'User' ? 'its keys, its console sign-in' : 'every workload and person in it'}, running sessions included`,
    ...principalUses(observed),
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  // CloudTrail knows a role's calls by the names of its sessions, not by its own.
  contained: (_, { kind, name }) => (kind === 'User' ? { attribute: 'Username', value: name } : null),
});

function settings({ managed }: Params, observed: Principal): readonly Setting[] {
  const purpose = 'deny everything';
  return managed === true
    ? [attachedSetting(observed, { policy: MANAGED, purpose })]
    : [inlineSetting(observed, { policy: POLICY, text: TEXT, purpose })];
}
