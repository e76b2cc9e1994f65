import { LimitExceededException } from '@aws-sdk/client-iam';
import { drawKey } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import type { AccessKey, IamState, User } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { found, listPage, pageMark, userOf } from './entities.ts';
import type { IamHandlers } from './handlers.ts';

const MOST_KEYS = 2;

/** Long-term access keys. */
export function accessKeyHandlers({ iam, random }: World): IamHandlers {
  return {
    ListAccessKeys: ({ UserName, ...paging }, call) => {
      const user = userOf(iam, UserName, call);
      const page = listPage([...user.accessKeys.values()], paging, `ListAccessKeys ${user.name}`);
      return {
        AccessKeyMetadata: page.items.map(({ id, status, createdAt }) => ({
          UserName: user.name,
          AccessKeyId: id,
          Status: status,
          CreateDate: new Date(createdAt),
        })),
        ...pageMark(page),
      };
    },
    CreateAccessKey: ({ UserName }, call) => {
      const user = userOf(iam, UserName, call);
      if (user.accessKeys.size >= MOST_KEYS) {
        throw new LimitExceededException(because(`Cannot exceed quota for AccessKeysPerUser: ${MOST_KEYS}`));
      }
      const { id, secret } = drawKey(random, 'AKIA');
      user.accessKeys.set(id, { id, secret, createdAt: call.now, status: 'Active', lastUsed: undefined });
      return {
        AccessKey: {
          UserName: user.name,
          AccessKeyId: id,
          Status: 'Active',
          SecretAccessKey: secret,
          CreateDate: new Date(call.now),
        },
      };
    },
    UpdateAccessKey: ({ UserName, AccessKeyId, Status }, call) => {
      const key = keyOf(userOf(iam, UserName, call), given(AccessKeyId, 'AccessKeyId'));
      if (Status !== 'Active' && Status !== 'Inactive')
        throw new WireError('ValidationError', `Value '${Status}' at 'status' must be Active or Inactive`);
      key.status = Status;
      return {};
    },
    DeleteAccessKey: ({ UserName, AccessKeyId }, call) => {
      const user = userOf(iam, UserName, call);
      user.accessKeys.delete(keyOf(user, given(AccessKeyId, 'AccessKeyId')).id);
      return {};
    },
    GetAccessKeyLastUsed: ({ AccessKeyId }) => {
      const id = given(AccessKeyId, 'AccessKeyId');
      const { user, key } = found(holderOf(iam, id), `The Access Key with id ${id} cannot be found.`);
      const { lastUsed } = key;
      if (lastUsed === undefined)
        return {
          UserName: user.name,
          AccessKeyLastUsed: { LastUsedDate: undefined, ServiceName: 'N/A', Region: 'N/A' },
        };
      return {
        UserName: user.name,
        AccessKeyLastUsed: {
          LastUsedDate: new Date(lastUsed.at),
          ServiceName: lastUsed.service,
          Region: lastUsed.region,
        },
      };
    },
  };
}

function keyOf(user: User, id: string): AccessKey {
  return found(user.accessKeys.get(id), `The Access Key with id ${id} cannot be found.`);
}

function holderOf(iam: IamState, id: string): { readonly user: User; readonly key: AccessKey } | undefined {
  for (const user of iam.users.values()) {
    const key = user.accessKeys.get(id);
    if (key !== undefined) return { user, key };
  }
  return undefined;
}
