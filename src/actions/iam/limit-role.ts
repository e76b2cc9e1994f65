import { defineAction } from '../../ports/action.ts';
import { denyStatement, withStatements } from '../policies.ts';
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
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
}

const POLICY = 'heptad-limit';

/** C08: takes some actions away and leaves the rest. */
export const limitRole = defineAction<Params, Principal>({
  catalogue: 'C08',
  kind: 'containment',
  title: 'Limit what a role may do',
  summary: 'Denies a role or user the actions given; everything else it does goes on.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['principal', 'actions'],
    properties: {
      principal: PRINCIPAL,
      actions: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^(\\*|[a-z0-9-]+:[A-Za-z*?]+)$' },
        description: 'IAM actions to deny: iam:PassRole, ses:*.',
      },
      resources: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^(\\*|arn:.+)$' },
        description: 'ARNs they are denied on; everything unless given.',
      },
    },
  },
  reads: PRINCIPAL_READS,
  changes: INLINE_CHANGES,
  undone: 'Takes the policy away, or puts back the one of that name that was there.',
  keepFirst: [],
  mistakes: [
    'A role that several workloads share is limited for all of them.',
    'Deny rather than detach: a policy that was detached is missed when access is to come back.',
    'The IAM action is not always the name of the API call: ListObjectVersions is s3:ListBucketVersions.',
  ],
  observe: ({ principal }, reader, context) => readPrincipal(principal, reader, context),
  target: (_, observed) => principalTitle(observed),
  touches: (_, observed) => touchesPrincipal(observed),
  refuse: (params, observed) =>
    refuseManagedRole(observed) ??
    refuseTooLong(observed, { policy: POLICY, text: limited(params, observed) }),
  blast: ({ actions, resources }, observed) => [
    `${principalTitle(observed)} can no longer do ${actions.join(', ')}${resources === undefined ? '' : ` on ${resources.join(', ')}`}`,
    ...principalUses(observed),
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

function settings(params: Params, observed: Principal): readonly Setting[] {
  const text = limited(params, observed);
  return [inlineSetting(observed, { policy: POLICY, text, purpose: `deny ${params.actions.join(', ')}` })];
}

/** Limits of earlier plans stay. */
function limited({ actions, resources }: Params, { inline }: Principal): string {
  const added = denyStatement({
    sid: 'HeptadLimit',
    actions: [...actions].toSorted(),
    ...(resources === undefined ? {} : { resources: [...resources].toSorted() }),
  });
  return withStatements(inline[POLICY] ?? null, [added]);
}
