import type { Role as RoleShape } from '@aws-sdk/client-iam';
import { drawId } from '../../world/draw.ts';
import { dateOf, given } from '../../world/given.ts';
import type { Role } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import {
  byName,
  checkPolicy,
  encodeDocument,
  listPage,
  pageMark,
  policyOf,
  roleOf,
  unbound,
  unused,
} from './entities.ts';
import type { IamHandlers } from './handlers.ts';
import { boundaryShape, tagList } from './users.ts';

/** Roles and whom they trust. */
export function roleHandlers({ iam, random, accountId }: World): IamHandlers {
  return {
    ListRoles: ({ PathPrefix = '/', ...paging }) => {
      const roles = byName(iam.roles.values()).filter(({ path }) => path.startsWith(PathPrefix));
      const page = listPage(roles, paging, `ListRoles ${PathPrefix}`);
      return { Roles: page.items.map((role) => listedRole(role)), ...pageMark(page) };
    },
    GetRole: ({ RoleName }) => {
      const role = roleOf(iam, given(RoleName, 'RoleName'));
      return { Role: { ...roleShape(role), Tags: tagList(role.tags), RoleLastUsed: lastUsedShape(role) } };
    },
    CreateRole: (
      {
        RoleName,
        AssumeRolePolicyDocument,
        Path = '/',
        Description,
        MaxSessionDuration = 3600,
        PermissionsBoundary,
      },
      call,
    ) => {
      const name = given(RoleName, 'RoleName');
      const trust = given(AssumeRolePolicyDocument, 'AssumeRolePolicyDocument');
      checkPolicy(trust, 'trust');
      unused(iam.roles.has(name), `Role with name ${name} already exists.`);
      if (PermissionsBoundary !== undefined) policyOf(iam, PermissionsBoundary);
      const role = newRole({
        name,
        path: Path,
        id: drawId(random, 'AROA'),
        createdAt: call.now,
        accountId,
        trust,
      });
      role.description = Description;
      role.maxSessionDuration = MaxSessionDuration;
      role.boundary = PermissionsBoundary;
      iam.roles.set(name, role);
      return { Role: roleShape(role) };
    },
    DeleteRole: ({ RoleName }) => {
      const role = roleOf(iam, given(RoleName, 'RoleName'));
      unbound(role.attached.size > 0, 'Cannot delete entity, must detach all policies first.');
      unbound(role.inline.size > 0, 'Cannot delete entity, must delete policies first.');
      iam.roles.delete(role.name);
      return {};
    },
    UpdateRole: ({ RoleName, Description, MaxSessionDuration }) => {
      const role = roleOf(iam, given(RoleName, 'RoleName'));
      if (Description !== undefined) role.description = Description;
      if (MaxSessionDuration !== undefined) role.maxSessionDuration = MaxSessionDuration;
      return {};
    },
    UpdateRoleDescription: ({ RoleName, Description }) => {
      const role = roleOf(iam, given(RoleName, 'RoleName'));
      role.description = Description;
      return { Role: roleShape(role) };
    },
    UpdateAssumeRolePolicy: ({ RoleName, PolicyDocument }) => {
      const trust = given(PolicyDocument, 'PolicyDocument');
      checkPolicy(trust, 'trust');
      roleOf(iam, given(RoleName, 'RoleName')).trust = trust;
      return {};
    },
    ListRoleTags: ({ RoleName, ...paging }) => {
      const page = listPage(
        tagList(roleOf(iam, given(RoleName, 'RoleName')).tags),
        paging,
        `ListRoleTags ${RoleName}`,
      );
      return { Tags: [...page.items], ...pageMark(page) };
    },
    TagRole: ({ RoleName, Tags }) => {
      const { tags } = roleOf(iam, given(RoleName, 'RoleName'));
      for (const { Key, Value } of given(Tags, 'Tags')) tags.set(given(Key, 'Key'), given(Value, 'Value'));
      return {};
    },
    UntagRole: ({ RoleName, TagKeys }) => {
      const { tags } = roleOf(iam, given(RoleName, 'RoleName'));
      for (const key of given(TagKeys, 'TagKeys')) tags.delete(key);
      return {};
    },
  };
}

/** A role with nothing but its trust. */
export function newRole(of: {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  readonly accountId: string;
  readonly trust: string;
}): Role {
  const { name, path, id, createdAt, accountId, trust } = of;
  return {
    name,
    id,
    path,
    arn: `arn:aws:iam::${accountId}:role${path}${name}`,
    createdAt,
    trust,
    tags: new Map(),
    inline: new Map(),
    attached: new Set(),
    boundary: undefined,
    description: undefined,
    maxSessionDuration: 3600,
    lastUsed: undefined,
  };
}

export function roleShape(role: Role): RoleShape {
  const { name, path, id, arn, createdAt, trust, description, maxSessionDuration, boundary } = role;
  return {
    RoleName: name,
    Path: path,
    RoleId: id,
    Arn: arn,
    CreateDate: new Date(createdAt),
    AssumeRolePolicyDocument: encodeDocument(trust),
    Description: description,
    MaxSessionDuration: maxSessionDuration,
    ...boundaryShape(boundary),
  };
}

/** `RoleLastUsed`: when and in which Region the role's credentials were last used. */
export function lastUsedShape({ lastUsed }: Role) {
  return { LastUsedDate: dateOf(lastUsed?.at), Region: lastUsed?.region };
}

function listedRole(role: Role): RoleShape {
  const { PermissionsBoundary: _boundary, ...listed } = roleShape(role);
  return listed;
}
