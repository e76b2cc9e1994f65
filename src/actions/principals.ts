import { UserError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import type { ActionContext, Refusal, Touched } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { keysOfUser, lastUseOf } from './access-keys.ts';
import { GLOBAL_REGION, listOf, objectOf, textOf } from './answers.ts';
import { allItems, allPages, IAM_PAGES } from './pages.ts';
import { decodedPolicy } from './policies.ts';

/** The parameter that names a user or role. */
export const PRINCIPAL = {
  type: 'string',
  pattern: '^arn:aws[a-z-]*:(iam::[0-9]{12}:((user|role)/.+|root)|sts::[0-9]{12}:assumed-role/.+/.+)$',
  description: 'ARN of the user or role; the ARN of a session stands for its role.',
} as const;

/** What reading a principal takes. */
export const PRINCIPAL_READS = [
  'iam:GetUser',
  'iam:GetRole',
  'iam:ListUserPolicies',
  'iam:GetUserPolicy',
  'iam:ListAttachedUserPolicies',
  'iam:ListRolePolicies',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListAccessKeys',
  'iam:GetAccessKeyLastUsed',
] as const;

export type PrincipalKind = 'User' | 'Role';

/** A user or role with everything that says what it may do. */
export interface Principal {
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  /** AIDA… or AROA…. */
  readonly id: string;
  /** Inline policies by name, as written. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies, sorted. */
  readonly attached: readonly string[];
  readonly boundary: string | null;
  /** A role's trust policy, as written. */
  readonly trust: string | null;
  readonly lastUsed: string | null;
  /** The longest a role's session lives; null for users. */
  readonly maxSessionSeconds: number | null;
  /** A user's active access keys, and when each was last used. */
  readonly activeKeys: Readonly<Record<string, string>>;
}

const ABSENT = ['NoSuchEntity', 'NoSuchEntityException'];

/** Reads a principal by ARN. @throws UserError when it belongs to another account or is not there */
export async function readPrincipal(
  arn: string,
  reader: CloudReader,
  { account }: Pick<ActionContext, 'account'>,
): Promise<Principal> {
  const { kind, name, owner } = partsOf(arn);
  if (owner !== account)
    throw new UserError(`${arn} belongs to account ${owner}`, {
      why: `this case works in account ${account}, where another principal may have the same name`,
      fix: 'contain it from its own account',
    });
  const input = { [`${kind}Name`]: name };
  const ask = (operation: string, more: JsonObject = {}): Promise<JsonObject | null> =>
    reader.read({
      service: 'iam',
      operation,
      region: GLOBAL_REGION,
      input: { ...input, ...more },
      absent: ABSENT,
    });
  const entity = objectOf(await ask(`Get${kind}`), kind);
  if (entity === null)
    throw new UserError(`the account has no ${kind.toLowerCase()} ${name}`, {
      why: 'IAM knows none of that name: it was deleted, or the ARN is mistyped',
      fix: `look at the last events that name it: a deleted ${kind.toLowerCase()} needs no containing`,
    });
  const request = (operation: string) => ({ service: 'iam', operation, region: GLOBAL_REGION, input });
  const pages = await allPages(request(`List${kind}Policies`), IAM_PAGES, reader);
  const names = pages.flatMap((page) => page['PolicyNames'] as readonly string[]).toSorted();
  const inline: Record<string, string> = {};
  for (const PolicyName of names) {
    const answer = await ask(`Get${kind}Policy`, { PolicyName });
    if (answer !== null) inline[PolicyName] = decodedPolicy(textOf(answer, 'PolicyDocument'));
  }
  const attached = await allItems(
    request(`ListAttached${kind}Policies`),
    { items: 'AttachedPolicies', ...IAM_PAGES },
    reader,
  );
  return {
    kind,
    ...entityParts(entity, kind),
    inline,
    attached: attached.flatMap((policy) => textOf(policy, 'PolicyArn') ?? []).toSorted(),
    activeKeys: kind === 'User' ? await activeKeysOf(name, reader) : {},
  };
}

async function activeKeysOf(name: string, reader: CloudReader): Promise<Principal['activeKeys']> {
  const keys: Record<string, string> = {};
  for (const { id, status } of await keysOfUser(name, reader))
    if (status === 'Active') keys[id] = (await lastUseOf(id, reader)) ?? 'never';
  return keys;
}

function entityParts(
  entity: JsonObject,
  kind: PrincipalKind,
): Omit<Principal, 'kind' | 'inline' | 'attached' | 'activeKeys'> {
  const seconds = entity['MaxSessionDuration'];
  const used = objectOf(entity, 'RoleLastUsed');
  const trust = textOf(entity, 'AssumeRolePolicyDocument');
  return {
    name: textOf(entity, `${kind}Name`) ?? '',
    arn: textOf(entity, 'Arn') ?? '',
    path: textOf(entity, 'Path') ?? '/',
    id: textOf(entity, `${kind}Id`) ?? '',
    boundary: textOf(objectOf(entity, 'PermissionsBoundary'), 'PermissionsBoundaryArn'),
    trust: trust === null ? null : decodedPolicy(trust),
    lastUsed: kind === 'Role' ? textOf(used, 'LastUsedDate') : textOf(entity, 'PasswordLastUsed'),
    maxSessionSeconds: typeof seconds === 'number' ? seconds : null,
  };
}

function partsOf(arn: string): {
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly owner: string;
} {
  const [, owner = '', rest = ''] = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  if (rest === 'root')
    throw new UserError('the root user cannot be contained by a policy of its own account', {
      why: 'IAM policies do not bind it',
      fix: 'have its owner change password and MFA; from the management account an SCP or sts:AssumeRoot (root-task/IAMDeleteRootUserCredentials) reaches it',
    });
  const [kind = '', ...names] = rest.split('/');
  if (kind === 'assumed-role') return { kind: 'Role', name: names[0] ?? '', owner };
  return { kind: kind === 'user' ? 'User' : 'Role', name: names.at(-1) ?? '', owner };
}

/** `role app`. */
export function principalTitle({ kind, name }: Pick<Principal, 'kind' | 'name'>): string {
  return `${kind.toLowerCase()} ${name}`;
}

export function touchesPrincipal({ arn }: Pick<Principal, 'arn'>): Touched {
  return { principals: [arn], buckets: [] };
}

/** Why a role's policies cannot be changed at all, or null. */
export function refuseManagedRole({ path, name }: Pick<Principal, 'path' | 'name'>): Refusal | null {
  if (path.startsWith('/aws-service-role/'))
    return {
      why: `${name} is a service-linked role: only its service changes its policies`,
      instead: 'switch the service’s feature off, or deny what it does with a policy on the resource',
    };
  if (path.startsWith('/aws-reserved/'))
    return {
      why: `${name} is managed by IAM Identity Center, which would put its policies back`,
      instead: 'take the assignment away in Identity Center, or attach a service control policy',
    };
  return null;
}

/** What a principal is used for, in plain words: who can take it up, and when it was last used. */
export function principalUses(principal: Principal): readonly string[] {
  const { kind, lastUsed, trust, name, activeKeys } = principal;
  if (kind === 'User')
    return [
      `user ${name}: its password was last used ${lastUsed === null ? 'never' : `at ${lastUsed}`}`,
      ...Object.entries(activeKeys).map(([id, used]) => `its access key ${id} was last used ${used}`),
    ];
  const trusted = trust === null ? [] : trustedBy(trust);
  return [
    `role ${name} was last used ${lastUsed === null ? 'never, as far as IAM knows' : `at ${lastUsed}`}`,
    ...(trusted.length === 0 ? [] : [`it can be taken up by ${trusted.join(', ')}: all of them are hit`]),
  ];
}

/** Who a trust policy lets take the role up. */
function trustedBy(trust: string): readonly string[] {
  const allowed = listOf({ statements: statementList(trust) }, 'statements').filter(
    (statement) => statement['Effect'] === 'Allow',
  );
  const names = allowed.flatMap(({ Principal: principal }) =>
    typeof principal === 'object' && principal !== null ? Object.values(principal).flat() : [principal],
  );
  return [...new Set(names.map(String))].toSorted();
}

function statementList(trust: string): JsonObject[string] {
  const { Statement: statement } = JSON.parse(trust) as JsonObject;
  return Array.isArray(statement) ? statement : statement === undefined ? [] : [statement];
}
