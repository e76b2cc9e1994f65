import { isObject } from '../../../base/json.ts';
import type { Access, Call } from '../../world/call.ts';
import type { IamState } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import type { Input } from '../../wire/input.ts';

/** Which permission an IAM operation needs: its own name, on the entity it names. */
export function iamAccess(
  { iam, accountId }: World,
  operation: string,
): (input: Input, call: Call) => readonly Access[] {
  return (input, call) => [
    {
      action: `iam:${operation}`,
      resource: resourceOf({ iam, accountId }, operation, { input, call }),
      context: keysOf(input),
    },
  ];
}

/** Lists of the account as a whole, and calls about all users, are about no entity in particular. */
const ABOUT_THE_ACCOUNT =
  /^(GenerateCredentialReport|GetCredentialReport|ListUsers|ListRoles|ListGroups|ListPolicies|GetAccount|ListAccountAliases|GetAccessKeyLastUsed)/;

function resourceOf(
  { iam, accountId }: { readonly iam: IamState; readonly accountId: string },
  operation: string,
  { input, call }: { readonly input: Input; readonly call: Call },
): string {
  const named = (member: string): string | undefined =>
    typeof input[member] === 'string' ? input[member] : undefined;
  if (ABOUT_THE_ACCOUNT.test(operation) && operation !== 'ListGroupsForUser') return '*';
  const role = named('RoleName');
  if (role !== undefined) return iam.roles.get(role)?.arn ?? `arn:aws:iam::${accountId}:role/${role}`;
  const group = named('GroupName');
  if (group !== undefined) return iam.groups.get(group)?.arn ?? `arn:aws:iam::${accountId}:group/${group}`;
  const user = named('UserName');
  if (user !== undefined) return iam.users.get(user)?.arn ?? `arn:aws:iam::${accountId}:user/${user}`;
  const policy = named('PolicyName');
  if (operation === 'CreatePolicy' && policy !== undefined)
    return `arn:aws:iam::${accountId}:policy${named('Path') ?? '/'}${policy}`;
  return (
    named('PolicyArn') ??
    named('PolicySourceArn') ??
    (call.principal.kind === 'user' ? call.principal.user.arn : '*')
  );
}

/** IAM's own condition keys, from the input. */
function keysOf(input: Input): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  const put = (key: string, value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') keys.set(key, [String(value)]);
  };
  put('iam:policyarn', input['PolicyArn']);
  put('iam:permissionsboundary', input['PermissionsBoundary']);
  put('iam:servicespecificcredentialservicename', input['ServiceName']);
  put('iam:servicespecificcredentialagedays', input['CredentialAgeDays']);
  const tags = Array.isArray(input['Tags']) ? input['Tags'].filter(isObject) : [];
  for (const tag of tags) put(`aws:requesttag/${String(tag['Key']).toLowerCase()}`, tag['Value']);
  if (tags.length > 0)
    keys.set(
      'aws:tagkeys',
      tags.map((tag) => String(tag['Key'])),
    );
  return keys;
}
