import { defineAction } from '../../ports/action.ts';
import { attachedSetting } from '../principal-settings.ts';
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
  readonly policy: string;
}

/** C08: takes one managed policy off a principal, such as the one the intruder attached. */
export const detachPolicy = defineAction<Params, Principal>({
  catalogue: 'C08',
  kind: 'containment',
  title: 'Detach a policy',
  summary: 'Takes a managed policy off a user or role: what only it allowed is refused.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['principal', 'policy'],
    properties: {
      principal: PRINCIPAL,
      policy: {
        type: 'string',
        pattern: '^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$',
        description: 'ARN of the managed policy.',
      },
    },
  },
  reads: PRINCIPAL_READS,
  changes: ['iam:DetachUserPolicy', 'iam:AttachUserPolicy', 'iam:DetachRolePolicy', 'iam:AttachRolePolicy'],
  undone: 'Attaches the policy again.',
  keepFirst: [],
  mistakes: [
    'What another policy allows as well goes on: deny it instead (iam/limit-role), which nothing outweighs.',
    'Detaching a policy that only denies gives access back.',
    'A role that several workloads share loses it for all of them.',
    'The policies that heptad prints for a playbook allow only AWS’s own denying policies to be attached and detached: this takes more.',
  ],
  observe: ({ principal }, reader, context) => readPrincipal(principal, reader, context),
  target: ({ policy }, observed) => `${policy} on ${principalTitle(observed)}`,
  touches: (_, observed) => touchesPrincipal(observed),
  refuse: ({ policy }, observed) => {
    if (DENYING.some((name) => policy.endsWith(`:policy/${name}`)))
      return {
        why: `${policy} denies: taking it off gives access back`,
        instead: 'undo the action that put it there',
      };
    return refuseManagedRole(observed);
  },
  blast: ({ policy }, observed) => [
    observed.attached.includes(policy)
      ? `${principalTitle(observed)} loses what only ${policy} allows`
      : `${policy} is not attached to ${principalTitle(observed)}`,
    ...principalUses(observed),
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

const DENYING = [
  'AWSDenyAll',
  'AWSCompromisedKeyQuarantine',
  'AWSCompromisedKeyQuarantineV2',
  'AWSCompromisedKeyQuarantineV3',
];

function settings({ policy }: Params, observed: Principal): readonly Setting[] {
  const wanted = { policy, purpose: 'take away what it allows', attached: false };
  return [attachedSetting(observed, wanted)];
}
