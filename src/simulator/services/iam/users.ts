import type { Tag, User as UserShape } from '@aws-sdk/client-iam';
import { drawId } from '../../world/draw.ts';
import { dateOf, given } from '../../world/given.ts';
import type { User } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { byName, listPage, pageMark, policyOf, unbound, unused, userOf } from './entities.ts';
import type { IamHandlers } from './handlers.ts';

/** Users, their tags and their MFA devices. */
export function userHandlers({ iam, random, accountId }: World): IamHandlers {
  return {
    ListUsers: ({ PathPrefix = '/', ...paging }) => {
      const users = byName(iam.users.values()).filter(({ path }) => path.startsWith(PathPrefix));
      const page = listPage(users, paging, `ListUsers ${PathPrefix}`);
      return { Users: page.items.map((user) => withoutBoundary(userShape(user))), ...pageMark(page) };
    },
    GetUser: ({ UserName }, call) => ({
      User: { ...userShape(userOf(iam, UserName, call)), Tags: tagList(userOf(iam, UserName, call).tags) },
    }),
    CreateUser: ({ UserName, Path = '/', Tags = [], PermissionsBoundary }, call) => {
      const name = given(UserName, 'UserName');
      unused(iam.users.has(name), `User with name ${name} already exists.`);
      if (PermissionsBoundary !== undefined) policyOf(iam, PermissionsBoundary);
      const user = newUser({ name, path: Path, id: drawId(random, 'AIDA'), createdAt: call.now, accountId });
      user.boundary = PermissionsBoundary;
      for (const { Key, Value } of Tags) user.tags.set(given(Key, 'Key'), given(Value, 'Value'));
      iam.users.set(name, user);
      return { User: userShape(user) };
    },
    DeleteUser: ({ UserName }, call) => {
      const user = userOf(iam, UserName, call);
      unbound(user.accessKeys.size > 0, 'Cannot delete entity, must delete access keys first.');
      unbound(user.login !== undefined, 'Cannot delete entity, must delete login profile first.');
      unbound(user.attached.size > 0, 'Cannot delete entity, must detach all policies first.');
      unbound(user.inline.size > 0, 'Cannot delete entity, must delete policies first.');
      unbound(user.groups.size > 0, 'Cannot delete entity, must remove users from group first.');
      unbound(user.mfaDevices.size > 0, 'Cannot delete entity, must delete MFA device first.');
      unbound(
        user.serviceCredentials.size > 0,
        'Cannot delete entity, must delete service specific credentials first.',
      );
      unbound(user.sshKeys.size > 0, 'Cannot delete entity, must delete ssh public keys first.');
      unbound(user.certificates.size > 0, 'Cannot delete entity, must delete signing certificates first.');
      iam.users.delete(user.name);
      return {};
    },
    TagUser: ({ UserName, Tags }, call) => {
      for (const { Key, Value } of given(Tags, 'Tags'))
        userOf(iam, UserName, call).tags.set(given(Key, 'Key'), given(Value, 'Value'));
      return {};
    },
    UntagUser: ({ UserName, TagKeys }, call) => {
      for (const key of given(TagKeys, 'TagKeys')) userOf(iam, UserName, call).tags.delete(key);
      return {};
    },
    ListUserTags: ({ UserName, ...paging }, call) => {
      const page = listPage(tagList(userOf(iam, UserName, call).tags), paging, `ListUserTags ${UserName}`);
      return { Tags: [...page.items], ...pageMark(page) };
    },
    ListMFADevices: ({ UserName, ...paging }, call) => {
      const user = userOf(iam, UserName, call);
      const page = listPage([...user.mfaDevices], paging, `ListMFADevices ${user.name}`);
      return {
        MFADevices: page.items.map(([SerialNumber, at]) => ({
          UserName: user.name,
          SerialNumber,
          EnableDate: new Date(at),
        })),
        ...pageMark(page),
      };
    },
  };
}

/** A user with nothing yet. */
export function newUser(of: {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  readonly accountId: string;
}): User {
  const { name, path, id, createdAt, accountId } = of;
  return {
    name,
    id,
    path,
    arn: `arn:aws:iam::${accountId}:user${path}${name}`,
    createdAt,
    groups: new Set(),
    accessKeys: new Map(),
    serviceCredentials: new Map(),
    sshKeys: new Map(),
    certificates: new Map(),
    mfaDevices: new Map(),
    tags: new Map(),
    inline: new Map(),
    attached: new Set(),
    boundary: undefined,
    login: undefined,
    passwordLastUsed: undefined,
  };
}

/** A user as GetUser shows it. */
export function userShape(user: User): UserShape {
  const { name, path, id, arn, createdAt, boundary, passwordLastUsed } = user;
  return {
    UserName: name,
    Path: path,
    UserId: id,
    Arn: arn,
    CreateDate: new Date(createdAt),
    PasswordLastUsed: dateOf(passwordLastUsed),
    ...boundaryShape(boundary),
  };
}

/** `PermissionsBoundary` of a user or role that has one. */
export function boundaryShape(arn: string | undefined) {
  if (arn === undefined) return {};
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
      PermissionsBoundaryArn: arn,
    },
  };
}

export function tagList(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Lists leave the boundary out, as the real ones do. */
function withoutBoundary({ PermissionsBoundary: _boundary, ...user }: UserShape): UserShape {
  return user;
}
