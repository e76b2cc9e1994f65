import type { JsonObject } from '../base/json.ts';
import { UserError } from '../base/errors.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { GLOBAL_REGION, listOf, textOf } from './answers.ts';

export interface AccessKey {
  readonly id: string;
  readonly status: string;
}

/** The user a key belongs to. @throws UserError for a key that IAM does not know */
export async function userOfKey(accessKeyId: string, reader: CloudReader): Promise<string> {
  const used = await readUse(accessKeyId, reader);
  const user = used === null ? null : textOf(used, 'UserName');
  if (user === null)
    throw new UserError(`the account has no access key ${accessKeyId}`, {
      why: 'IAM tells no user for it: it belongs to another account, or was deleted',
      fix: 'check the key and the account; name the user by userName where the identity may not look keys up',
    });
  return user;
}

/** When and where a key was last used, in words; null = never, or not known. */
export async function lastUseOf(accessKeyId: string, reader: CloudReader): Promise<string | null> {
  const used = await readUse(accessKeyId, reader);
  const last = used?.['AccessKeyLastUsed'] as JsonObject | undefined;
  const at = last === undefined ? null : textOf(last, 'LastUsedDate');
  return last === undefined || at === null
    ? null
    : `at ${at} for ${textOf(last, 'ServiceName') ?? '?'} in ${textOf(last, 'Region') ?? '?'}`;
}

/** The access keys of a user; none where the user is gone. */
export async function keysOfUser(userName: string, reader: CloudReader): Promise<readonly AccessKey[]> {
  const answer = await reader.read({
    service: 'iam',
    operation: 'ListAccessKeys',
    region: GLOBAL_REGION,
    input: { UserName: userName },
    absent: ['NoSuchEntity', 'NoSuchEntityException'],
  });
  return listOf(answer, 'AccessKeyMetadata').map((key) => ({
    id: textOf(key, 'AccessKeyId') ?? '',
    status: textOf(key, 'Status') ?? '',
  }));
}

function readUse(accessKeyId: string, reader: CloudReader): Promise<JsonObject | null> {
  return reader.read({
    service: 'iam',
    operation: 'GetAccessKeyLastUsed',
    region: GLOBAL_REGION,
    input: { AccessKeyId: accessKeyId },
    absent: ['NoSuchEntity', 'NoSuchEntityException'],
  });
}
