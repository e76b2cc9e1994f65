import { LimitExceededException } from '@aws-sdk/client-iam';
import { given } from '../../world/given.ts';
import type { BoundedHolder, IamState, PolicyHolder } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { found, groupOf, listPage, pageMark, policyOf, roleOf, userOf, type Paging } from './entities.ts';
import type { IamHandlers } from './handlers.ts';

/** The default quota of managed policies on one user, group or role. */
const MOST_ATTACHED = 10;

/** Managed policies put on users, groups and roles, and the boundaries of users and roles. */
export function attachedPolicyHandlers({ iam }: World): IamHandlers {
  return {
    AttachUserPolicy: ({ UserName, PolicyArn }, call) =>
      attach(iam, userOf(iam, UserName, call), given(PolicyArn, 'PolicyArn')),
    DetachUserPolicy: ({ UserName, PolicyArn }, call) =>
      detach(userOf(iam, UserName, call), given(PolicyArn, 'PolicyArn')),
    ListAttachedUserPolicies: ({ UserName, ...paging }, call) =>
      list(iam, userOf(iam, UserName, call), paging),
    AttachGroupPolicy: ({ GroupName, PolicyArn }) =>
      attach(iam, groupOf(iam, given(GroupName, 'GroupName')), given(PolicyArn, 'PolicyArn')),
    DetachGroupPolicy: ({ GroupName, PolicyArn }) =>
      detach(groupOf(iam, given(GroupName, 'GroupName')), given(PolicyArn, 'PolicyArn')),
    ListAttachedGroupPolicies: ({ GroupName, ...paging }) =>
      list(iam, groupOf(iam, given(GroupName, 'GroupName')), paging),
    AttachRolePolicy: ({ RoleName, PolicyArn }) =>
      attach(iam, roleOf(iam, given(RoleName, 'RoleName')), given(PolicyArn, 'PolicyArn')),
    DetachRolePolicy: ({ RoleName, PolicyArn }) =>
      detach(roleOf(iam, given(RoleName, 'RoleName')), given(PolicyArn, 'PolicyArn')),
    ListAttachedRolePolicies: ({ RoleName, ...paging }) =>
      list(iam, roleOf(iam, given(RoleName, 'RoleName')), paging),
    PutUserPermissionsBoundary: ({ UserName, PermissionsBoundary }, call) =>
      bound(iam, userOf(iam, UserName, call), given(PermissionsBoundary, 'PermissionsBoundary')),
    DeleteUserPermissionsBoundary: ({ UserName }, call) => unbind(userOf(iam, UserName, call)),
    PutRolePermissionsBoundary: ({ RoleName, PermissionsBoundary }) =>
      bound(iam, roleOf(iam, given(RoleName, 'RoleName')), given(PermissionsBoundary, 'PermissionsBoundary')),
    DeleteRolePermissionsBoundary: ({ RoleName }) => unbind(roleOf(iam, given(RoleName, 'RoleName'))),
  };
}

function attach(iam: IamState, holder: PolicyHolder, arn: string): object {
  policyOf(iam, arn);
  if (!holder.attached.has(arn) && holder.attached.size >= MOST_ATTACHED) {
    throw new LimitExceededException(because(`Cannot exceed quota for PoliciesPerUser: ${MOST_ATTACHED}`));
  }
  holder.attached.add(arn);
  return {};
}

function detach(holder: PolicyHolder, arn: string): object {
  if (!holder.attached.delete(arn)) found(undefined, `Policy ${arn} was not found.`);
  return {};
}

function list(
  iam: IamState,
  holder: PolicyHolder & { readonly arn: string },
  paging: Paging & { readonly PathPrefix?: string | undefined },
) {
  const attached = attachedShapes(iam, holder, paging.PathPrefix ?? '/');
  const page = listPage(attached, paging, `ListAttachedPolicies ${holder.arn} ${paging.PathPrefix ?? '/'}`);
  return { AttachedPolicies: [...page.items], ...pageMark(page) };
}

/** The policies on a holder, by name and ARN. */
export function attachedShapes(iam: IamState, holder: PolicyHolder, pathPrefix = '/') {
  return [...holder.attached]
    .map((arn) => policyOf(iam, arn))
    .filter(({ path }) => path.startsWith(pathPrefix))
    .map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn }));
}

function bound(iam: IamState, holder: BoundedHolder, arn: string): object {
  policyOf(iam, arn);
  holder.boundary = arn;
  return {};
}

function unbind(holder: BoundedHolder): object {
  found(holder.boundary, 'Permissions boundary not found.');
  holder.boundary = undefined;
  return {};
}
