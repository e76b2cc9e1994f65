import { defineAction } from '../../ports/action.ts';
import { GLOBAL_REGION } from '../answers.ts';
import { boundarySetting } from '../principal-settings.ts';
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
  readonly boundary: string;
}

interface Observed {
  readonly principal: Principal;
  readonly boundaryExists: boolean;
}

/** C08: a boundary caps what a principal may do, whatever its policies allow. */
export const setPermissionsBoundary = defineAction<Params, Observed>({
  catalogue: 'C08',
  kind: 'containment',
  title: 'Bound a principal’s permissions',
  summary:
    'Puts a managed policy on a user or role as its permissions boundary: what that does not allow is refused.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['principal', 'boundary'],
    properties: {
      principal: PRINCIPAL,
      boundary: {
        type: 'string',
        pattern: '^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$',
        description: 'ARN of the managed policy that says what is still allowed.',
      },
    },
  },
  reads: [...PRINCIPAL_READS, 'iam:GetPolicy'],
  changes: [
    'iam:PutUserPermissionsBoundary',
    'iam:DeleteUserPermissionsBoundary',
    'iam:PutRolePermissionsBoundary',
    'iam:DeleteRolePermissionsBoundary',
  ],
  undone: 'Puts back the boundary that was there, or none.',
  keepFirst: [],
  mistakes: [
    'A boundary takes away everything it does not allow: a policy that only denies leaves nothing.',
    'A policy on a resource that names the session or user itself can still let it in.',
    'A boundary that was there before is replaced: undo puts it back.',
  ],
  observe: async ({ principal, boundary }, reader, context) => ({
    principal: await readPrincipal(principal, reader, context),
    boundaryExists:
      (await reader.read({
        service: 'iam',
        operation: 'GetPolicy',
        region: GLOBAL_REGION,
        input: { PolicyArn: boundary },
        absent: ['NoSuchEntity', 'NoSuchEntityException'],
      })) !== null,
  }),
  target: (_, { principal }) => principalTitle(principal),
  touches: (_, { principal }) => touchesPrincipal(principal),
  refuse: ({ boundary }, { principal, boundaryExists }) =>
    boundaryExists
      ? refuseManagedRole(principal)
      : {
          why: `the account has no managed policy ${boundary}`,
          instead: 'make the policy first, or name one of AWS’s own',
        },
  blast: ({ boundary }, { principal }) => [
    `${principalTitle(principal)} can only do what ${boundary} allows as well`,
    ...(principal.boundary === null ? [] : [`its boundary until now is replaced: ${principal.boundary}`]),
    ...principalUses(principal),
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

function settings({ boundary }: Params, { principal }: Observed): readonly Setting[] {
  return [boundarySetting(principal, { policy: boundary, purpose: 'cap what it may do' })];
}
