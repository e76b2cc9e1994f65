import { LimitExceededException } from '@aws-sdk/client-iam';
import type { PolicyHolder } from '../../world/iam-state.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import {
  checkPolicy,
  encodeDocument,
  found,
  groupOf,
  listPage,
  pageMark,
  roleOf,
  userOf,
  type Paging,
} from './entities.ts';
import type { IamHandlers } from './handlers.ts';

/** All inline policies of one holder together, in characters without white space. */
const MOST_CHARACTERS = { user: 2048, group: 5120, role: 10_240 };

/** Inline policies of users, groups and roles. */
export function inlinePolicyHandlers({ iam }: World): IamHandlers {
  return {
    PutUserPolicy: ({ UserName, PolicyName, PolicyDocument }, call) =>
      put(userOf(iam, UserName, call), {
        name: given(PolicyName, 'PolicyName'),
        document: given(PolicyDocument, 'PolicyDocument'),
        kind: 'user',
      }),
    GetUserPolicy: ({ UserName, PolicyName }, call) => ({
      UserName,
      ...get(userOf(iam, UserName, call), given(PolicyName, 'PolicyName'), 'user'),
    }),
    DeleteUserPolicy: ({ UserName, PolicyName }, call) =>
      remove(userOf(iam, UserName, call), given(PolicyName, 'PolicyName'), 'user'),
    ListUserPolicies: ({ UserName, ...paging }, call) =>
      list(userOf(iam, UserName, call), paging, `ListUserPolicies ${UserName}`),
    PutGroupPolicy: ({ GroupName, PolicyName, PolicyDocument }) =>
      put(groupOf(iam, given(GroupName, 'GroupName')), {
        name: given(PolicyName, 'PolicyName'),
        document: given(PolicyDocument, 'PolicyDocument'),
        kind: 'group',
      }),
    GetGroupPolicy: ({ GroupName, PolicyName }) => ({
      GroupName,
      ...get(groupOf(iam, given(GroupName, 'GroupName')), given(PolicyName, 'PolicyName'), 'group'),
    }),
    DeleteGroupPolicy: ({ GroupName, PolicyName }) =>
      remove(groupOf(iam, given(GroupName, 'GroupName')), given(PolicyName, 'PolicyName'), 'group'),
    ListGroupPolicies: ({ GroupName, ...paging }) =>
      list(groupOf(iam, given(GroupName, 'GroupName')), paging, `ListGroupPolicies ${GroupName}`),
    PutRolePolicy: ({ RoleName, PolicyName, PolicyDocument }) =>
      put(roleOf(iam, given(RoleName, 'RoleName')), {
        name: given(PolicyName, 'PolicyName'),
        document: given(PolicyDocument, 'PolicyDocument'),
        kind: 'role',
      }),
    GetRolePolicy: ({ RoleName, PolicyName }) => ({
      RoleName,
      ...get(roleOf(iam, given(RoleName, 'RoleName')), given(PolicyName, 'PolicyName'), 'role'),
    }),
    DeleteRolePolicy: ({ RoleName, PolicyName }) =>
      remove(roleOf(iam, given(RoleName, 'RoleName')), given(PolicyName, 'PolicyName'), 'role'),
    ListRolePolicies: ({ RoleName, ...paging }) =>
      list(roleOf(iam, given(RoleName, 'RoleName')), paging, `ListRolePolicies ${RoleName}`),
  };
}

type Kind = keyof typeof MOST_CHARACTERS;

function put(
  holder: PolicyHolder,
  { name, document, kind }: { readonly name: string; readonly document: string; readonly kind: Kind },
): object {
  checkPolicy(document, 'identity');
  const others = [...holder.inline].filter(([other]) => other !== name).map(([, text]) => text);
  const size = [...others, document].reduce((sum, text) => sum + text.replaceAll(/\s/g, '').length, 0);
  if (size > MOST_CHARACTERS[kind]) {
    throw new LimitExceededException(
      because(`Maximum policy size of ${MOST_CHARACTERS[kind]} bytes exceeded for ${kind} `),
    );
  }
  holder.inline.set(name, document);
  return {};
}

function get(holder: PolicyHolder, name: string, kind: Kind) {
  return { PolicyName: name, PolicyDocument: encodeDocument(inline(holder, name, kind)) };
}

function remove(holder: PolicyHolder, name: string, kind: Kind): object {
  inline(holder, name, kind);
  holder.inline.delete(name);
  return {};
}

function inline(holder: PolicyHolder, name: string, kind: Kind): string {
  return found(holder.inline.get(name), `The ${kind} policy with name ${name} cannot be found.`);
}

function list(holder: PolicyHolder, paging: Paging, question: string) {
  const page = listPage([...holder.inline.keys()].toSorted(), paging, question);
  return { PolicyNames: [...page.items], ...pageMark(page) };
}
