import { UserError } from '../base/errors.ts';
import type { JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { ActionContext, Touched } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { GLOBAL_REGION, objectOf, textOf } from './answers.ts';
import { allItems, IAM_PAGES } from './pages.ts';
import type { Setting } from './settings.ts';

/** The parameter that names a user. */
export const USER_NAME = {
  type: 'string',
  pattern: '^[A-Za-z0-9_+=,.@-]{1,64}$',
  description: 'Name of the IAM user.',
} as const;

/** A user's console sign-in; null = none. */
export type Login = { readonly createdAt: string | null; readonly resetRequired: boolean } | null;

export interface ServiceCredential {
  readonly id: string;
  readonly service: string;
  readonly status: string;
}

const ABSENT = ['NoSuchEntity', 'NoSuchEntityException'];

/** When the user last signed in; null = never. @throws UserError for a user that is not there */
export async function readPasswordUse(UserName: string, reader: CloudReader): Promise<string | null> {
  const answer = await reader.read({
    service: 'iam',
    operation: 'GetUser',
    region: GLOBAL_REGION,
    input: { UserName },
    absent: ABSENT,
  });
  const user = objectOf(answer, 'User');
  if (user === null)
    throw new UserError(`the account has no user ${UserName}`, {
      why: 'IAM knows none of that name: it was deleted, or is mistyped',
      fix: 'look at the last events that name it: a deleted user needs no containing',
    });
  return textOf(user, 'PasswordLastUsed');
}

export async function readLogin(UserName: string, reader: CloudReader): Promise<Login> {
  const answer = await reader.read({
    service: 'iam',
    operation: 'GetLoginProfile',
    region: GLOBAL_REGION,
    input: { UserName },
    absent: ABSENT,
  });
  const profile = objectOf(answer, 'LoginProfile');
  return profile === null
    ? null
    : { createdAt: textOf(profile, 'CreateDate'), resetRequired: profile['PasswordResetRequired'] === true };
}

/** A user's service-specific credentials, by id; a long-term Bedrock API key is one. */
export async function readServiceCredentials(
  UserName: string,
  reader: CloudReader,
): Promise<readonly ServiceCredential[]> {
  const request = {
    service: 'iam',
    operation: 'ListServiceSpecificCredentials',
    region: GLOBAL_REGION,
    input: { UserName },
    absent: ABSENT,
  };
  const items = await allItems(request, { items: 'ServiceSpecificCredentials', ...IAM_PAGES }, reader);
  return items
    .map((item) => ({
      id: textOf(item, 'ServiceSpecificCredentialId') ?? '',
      service: textOf(item, 'ServiceName') ?? '',
      status: textOf(item, 'Status') ?? '',
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** A public key or certificate that a user signs with. */
export interface SigningKey {
  readonly kind: 'SSH key' | 'signing certificate';
  readonly id: string;
  readonly status: string;
}

/** A user's SSH public keys and signing certificates, in this order, each by id. */
export async function readSigningKeys(UserName: string, reader: CloudReader): Promise<readonly SigningKey[]> {
  const list = (operation: string, items: string) =>
    allItems(
      { service: 'iam', operation, region: GLOBAL_REGION, input: { UserName }, absent: ABSENT },
      { items, ...IAM_PAGES },
      reader,
    );
  const keys = await list('ListSSHPublicKeys', 'SSHPublicKeys');
  const certificates = await list('ListSigningCertificates', 'Certificates');
  const all: readonly SigningKey[] = [
    ...keys.map((key) => signingKey('SSH key', key, 'SSHPublicKeyId')),
    ...certificates.map((key) => signingKey('signing certificate', key, 'CertificateId')),
  ];
  return all.toSorted((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1));
}

function signingKey(kind: SigningKey['kind'], key: JsonObject, id: string): SigningKey {
  return { kind, id: textOf(key, id) ?? '', status: textOf(key, 'Status') ?? '' };
}

/** The groups a user is in, by name. */
export async function readGroups(UserName: string, reader: CloudReader): Promise<readonly string[]> {
  const request = {
    service: 'iam',
    operation: 'ListGroupsForUser',
    region: GLOBAL_REGION,
    input: { UserName },
    absent: ABSENT,
  };
  const groups = await allItems(request, { items: 'Groups', ...IAM_PAGES }, reader);
  return groups.map((group) => textOf(group, 'GroupName') ?? '').toSorted();
}

export function touchesUser(userName: string, { account }: ActionContext): Touched {
  return { principals: [`arn:aws:iam::${account}:user/${userName}`], buckets: [] };
}

/** Whether a user can sign in to the console. Giving it back takes a new password, which nobody gets to see. */
export function loginSetting(UserName: string, login: Login): Setting {
  return {
    name: `console sign-in of user ${UserName}`,
    is: login !== null,
    wanted: false,
    set: (to) => [to === true ? createLogin(UserName) : deleteLogin(UserName)],
  };
}

function deleteLogin(UserName: string): PlannedCall {
  return {
    service: 'iam',
    operation: 'DeleteLoginProfile',
    region: GLOBAL_REGION,
    input: { UserName },
    purpose: 'take the console password away',
    reversibility: {
      kind: 'leaves',
      residue: 'a new password: undo makes one that nobody gets to see, and an administrator sets it anew',
    },
  };
}

function createLogin(UserName: string): PlannedCall {
  return {
    service: 'iam',
    operation: 'CreateLoginProfile',
    region: GLOBAL_REGION,
    input: { UserName, Password: { $secret: 'password' }, PasswordResetRequired: true },
    purpose: 'let the user sign in to the console again, with a new password',
    reversibility: REVERSIBLE,
  };
}

/** Whether a credential may be used. What is Expired stays so. */
export function statusSetting(
  name: string,
  is: string,
  call: (status: string) => Pick<PlannedCall, 'operation' | 'input'>,
): Setting {
  return {
    name,
    is,
    wanted: is === 'Active' ? 'Inactive' : is,
    set: (to) => [
      {
        service: 'iam',
        region: GLOBAL_REGION,
        ...call(String(to)),
        purpose: `make ${name} ${to === 'Inactive' ? 'unusable' : 'usable again'}`,
        reversibility: REVERSIBLE,
      },
    ],
  };
}

export function keyStatusSetting(
  UserName: string,
  key: { readonly id: string; readonly status: string },
): Setting {
  return statusSetting(`access key ${key.id}`, key.status, (Status) => ({
    operation: 'UpdateAccessKey',
    // Without UserName the caller's own keys would be meant.
    input: { UserName, AccessKeyId: key.id, Status },
  }));
}

export function credentialStatusSetting(
  UserName: string,
  { id, service, status }: ServiceCredential,
): Setting {
  return statusSetting(`credential ${id} for ${service}`, status, (Status) => ({
    operation: 'UpdateServiceSpecificCredential',
    input: { UserName, ServiceSpecificCredentialId: id, Status },
  }));
}

export function signingKeySetting(UserName: string, { kind, id, status }: SigningKey): Setting {
  return statusSetting(`${kind} ${id}`, status, (Status) =>
    kind === 'SSH key'
      ? { operation: 'UpdateSSHPublicKey', input: { UserName, SSHPublicKeyId: id, Status } }
      : { operation: 'UpdateSigningCertificate', input: { UserName, CertificateId: id, Status } },
  );
}

/** Whether a user is in a group. */
export function groupSetting(UserName: string, GroupName: string, member: boolean): Setting {
  return {
    name: `membership of ${UserName} in ${GroupName}`,
    is: member,
    wanted: false,
    set: (to) => [
      {
        service: 'iam',
        operation: to === true ? 'AddUserToGroup' : 'RemoveUserFromGroup',
        region: GLOBAL_REGION,
        input: { UserName, GroupName },
        purpose: to === true ? 'put it back into the group' : 'take it out of the group and its rights',
        reversibility: REVERSIBLE,
      },
    ],
  };
}
