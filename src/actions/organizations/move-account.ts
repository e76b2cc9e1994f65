import { REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { GLOBAL_REGION, listOf, textOf } from '../answers.ts';
import { type AttachedPolicy, lockedOut, policiesAbove, policyDifference } from '../policies-above.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly accountId: string;
  readonly to: string;
}

interface Observed {
  /** The root or organizational unit the account is in; null = it is not in the organization. */
  readonly parent: string | null;
  /** Service control policies in force where it is, and where it goes. */
  readonly here: readonly AttachedPolicy[];
  readonly there: readonly AttachedPolicy[];
}

/** C25: moves an account to another organizational unit, whose policies the intruder cannot reach. */
export const moveAccount = defineAction<Params, Observed>({
  catalogue: 'C25',
  kind: 'containment',
  title: 'Move an account to another unit',
  summary:
    'Moves a member account to an organizational unit, such as one whose service control policies isolate it.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['accountId', 'to'],
    properties: {
      accountId: { type: 'string', pattern: '^[0-9]{12}$', description: 'The account to move.' },
      to: {
        type: 'string',
        pattern: '^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$',
        description: 'Id of the organizational unit or root to move it to.',
      },
    },
  },
  reads: ['organizations:ListParents', 'organizations:ListPoliciesForTarget', 'organizations:DescribePolicy'],
  changes: ['organizations:MoveAccount'],
  undone: 'Moves the account back.',
  keepFirst: [],
  mistakes: [
    'The account loses every policy it inherits from where it is, and gets those of where it goes.',
    'The management account is bound by no service control policy.',
    'Service-linked roles are not bound by them either.',
  ],
  observe: async ({ accountId, to }, reader) => {
    const answer = await reader.read({
      service: 'organizations',
      operation: 'ListParents',
      region: GLOBAL_REGION,
      input: { ChildId: accountId },
      absent: ['ChildNotFoundException'],
    });
    const parent = textOf(listOf(answer, 'Parents')[0] ?? null, 'Id');
    return {
      parent,
      here: parent === null ? [] : await policiesAbove(parent, reader),
      there: parent === to ? [] : await policiesAbove(to, reader),
    };
  },
  target: ({ accountId }) => `account ${accountId}`,
  // Policies of the unit bear on everybody in the account; whom they leave alone, only they tell.
  touches: ({ accountId }, { there }) => {
    const shut = lockedOut(there);
    if (shut === null) return { principals: [], buckets: [] };
    return { principals: ['*'], spared: shut.spared, accounts: [accountId], buckets: [] };
  },
  refuse: ({ accountId }, { parent }) =>
    parent === null
      ? {
          why: `account ${accountId} is not in this organization`,
          instead: 'work from the management account of its organization, or a delegated administrator',
        }
      : null,
  blast: ({ accountId, to }, { parent, here, there }) => [
    `everything in account ${accountId} is bound by the policies of ${to} instead of those of ${parent ?? '?'}`,
    ...policyDifference(here, there),
    'see that these leave the incident responders’ role alone, or you lock yourself out',
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

function settings({ accountId, to }: Params, { parent }: Observed): readonly Setting[] {
  return [
    {
      name: `unit of account ${accountId}`,
      is: parent,
      wanted: to,
      set: (target) => [
        {
          service: 'organizations',
          operation: 'MoveAccount',
          region: GLOBAL_REGION,
          input: {
            AccountId: accountId,
            // What it comes from depends on the way it goes.
            SourceParentId: target === to ? parent : to,
            DestinationParentId: target,
          },
          purpose: target === to ? 'put it under the policies of that unit' : 'move it back',
          reversibility: REVERSIBLE,
        },
      ],
    },
  ];
}
