import { defineAction } from '../../ports/action.ts';
import { samePolicy } from '../policies.ts';
import {
  attachCall,
  type ControlPolicy,
  createCall,
  type DenyPolicy,
  denyText,
  readControlPolicy,
} from '../control-policies.ts';

const MOST_ATTACHED = 10;

/** C25: a service control policy is out of the intruder's reach, who holds a member account only. */
export const attachDenyPolicy = defineAction<DenyPolicy, ControlPolicy>({
  catalogue: 'C25',
  kind: 'containment',
  title: 'Deny by a service control policy',
  summary:
    'Makes a service control policy that denies actions to everybody but the principals given, and attaches it to an account or unit.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['target', 'name', 'actions', 'except'],
    properties: {
      target: {
        type: 'string',
        pattern: '^([0-9]{12}|r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$',
        description: 'Account, organizational unit or root to attach it to.',
      },
      name: {
        type: 'string',
        minLength: 1,
        maxLength: 128,
        description: 'Name of the policy; one of that name is used.',
      },
      actions: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^(\\*|[a-z0-9-]+:[A-Za-z*?]+)$' },
        description: 'IAM actions to deny: bedrock:InvokeModel, bedrock-mantle:*.',
      },
      except: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^arn:aws[a-z-]*:iam::[0-9*]+:(role|user)/.+$' },
        description:
          'ARNs that go on (aws:PrincipalArn, ArnNotLike): the incident responders’ roles and break-glass.',
      },
    },
  },
  reads: [
    'organizations:ListPolicies',
    'organizations:DescribePolicy',
    'organizations:ListPoliciesForTarget',
  ],
  changes: ['organizations:CreatePolicy', 'organizations:AttachPolicy', 'organizations:DetachPolicy'],
  undone: 'Detaches the policy; the policy stays, attached to nothing.',
  keepFirst: [],
  mistakes: [
    'The management account and service-linked roles are not bound by it.',
    'At most 10 policies are attached to one account or unit.',
    'It takes the whole organization’s rights: work from the management account, not from the account that was broken into.',
  ],
  observe: (params, reader) => readControlPolicy(params, reader),
  target: ({ target }) => `everybody in ${target}`,
  touches: ({ target, except }) => ({
    principals: ['*'],
    spared: except,
    ...(/^\d{12}$/.test(target) ? { accounts: [target] } : {}),
    buckets: [],
  }),
  refuse: (params, { content, attached, attachedCount }) => {
    if (content !== null && !samePolicy(content, denyText(params)))
      return {
        why: `there is a policy ${params.name} that says something else`,
        instead: 'give another name: a policy that others may use is not changed',
      };
    if (attached || attachedCount < MOST_ATTACHED) return null;
    return {
      why: `${attachedCount} policies are attached to ${params.target}, and ${MOST_ATTACHED} are allowed`,
      instead: 'attach it to the unit above, or move the account (organizations/move-account)',
    };
  },
  blast: ({ target, name, actions, except }, { attachedNames }) => [
    `nobody in ${target} but ${except.join(', ')} can do ${actions.join(', ')}, whatever their policies allow`,
    `in force at ${target} itself until now: ${attachedNames.join(', ') || 'nothing'}; from then on also ${name}: Deny ${actions.join(', ')} where aws:PrincipalArn is not like ${except.join(', ')}`,
    'on a unit or the root that means every account beneath it',
  ],
  plan: (params, { policyId, attached }) => {
    if (policyId === null)
      return [
        createCall(params),
        attachCall('AttachPolicy', params, { $result: [0, 'Policy', 'PolicySummary', 'Id'] }),
      ];
    return attached ? [] : [attachCall('AttachPolicy', params, policyId)];
  },
  undo: (params, { before, now }) => {
    if (before.attached) return { kind: 'none', why: 'the policy was attached before' };
    if (now.policyId === null || !now.attached)
      return { kind: 'none', why: 'the policy is not attached; a policy that was made stays, unattached' };
    if (now.content !== null && !samePolicy(now.content, denyText(params)))
      return { kind: 'conflict', differences: [`policy ${params.name} says something else now`] };
    return { kind: 'calls', calls: [attachCall('DetachPolicy', params, now.policyId)], reopens: true };
  },
  contained: () => null,
});
