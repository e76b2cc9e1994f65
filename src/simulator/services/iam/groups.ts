import { drawId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import type { Group, IamState, User } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { byName, groupOf, listPage, pageMark, unbound, unused, userOf } from './entities.ts';
import type { IamHandlers } from './handlers.ts';
import { userShape } from './users.ts';

/** Groups and who is in them. */
export function groupHandlers({ iam, random, accountId }: World): IamHandlers {
  return {
    ListGroups: ({ PathPrefix = '/', ...paging }) => {
      const groups = byName(iam.groups.values()).filter(({ path }) => path.startsWith(PathPrefix));
      const page = listPage(groups, paging, `ListGroups ${PathPrefix}`);
      return { Groups: page.items.map(groupShape), ...pageMark(page) };
    },
    GetGroup: ({ GroupName, ...paging }) => {
      const group = groupOf(iam, given(GroupName, 'GroupName'));
      const page = listPage(members(iam, group.name), paging, `GetGroup ${group.name}`);
      return { Group: groupShape(group), Users: page.items.map(userShape), ...pageMark(page) };
    },
    CreateGroup: ({ GroupName, Path = '/' }, call) => {
      const name = given(GroupName, 'GroupName');
      unused(iam.groups.has(name), `Group with name ${name} already exists.`);
      const group: Group = {
        name,
        path: Path,
        id: drawId(random, 'AGPA'),
        arn: `arn:aws:iam::${accountId}:group${Path}${name}`,
        createdAt: call.now,
        inline: new Map(),
        attached: new Set(),
      };
      iam.groups.set(name, group);
      return { Group: groupShape(group) };
    },
    DeleteGroup: ({ GroupName }) => {
      const group = groupOf(iam, given(GroupName, 'GroupName'));
      unbound(
        members(iam, group.name).length > 0,
        'Cannot delete entity, must remove users from group first.',
      );
      unbound(group.attached.size > 0, 'Cannot delete entity, must detach all policies first.');
      unbound(group.inline.size > 0, 'Cannot delete entity, must delete policies first.');
      iam.groups.delete(group.name);
      return {};
    },
    AddUserToGroup: ({ GroupName, UserName }, call) => {
      userOf(iam, given(UserName, 'UserName'), call).groups.add(
        groupOf(iam, given(GroupName, 'GroupName')).name,
      );
      return {};
    },
    RemoveUserFromGroup: ({ GroupName, UserName }, call) => {
      userOf(iam, given(UserName, 'UserName'), call).groups.delete(
        groupOf(iam, given(GroupName, 'GroupName')).name,
      );
      return {};
    },
    ListGroupsForUser: ({ UserName, ...paging }, call) => {
      const { name, groups } = userOf(iam, UserName, call);
      const page = listPage(
        [...groups].toSorted().map((group) => groupOf(iam, group)),
        paging,
        `ListGroupsForUser ${name}`,
      );
      return { Groups: page.items.map(groupShape), ...pageMark(page) };
    },
  };
}

/** A group as GetGroup shows it. */
export function groupShape({ name, path, id, arn, createdAt }: Group) {
  return { GroupName: name, Path: path, GroupId: id, Arn: arn, CreateDate: new Date(createdAt) };
}

function members(iam: IamState, group: string): readonly User[] {
  return byName(iam.users.values()).filter(({ groups }) => groups.has(group));
}
