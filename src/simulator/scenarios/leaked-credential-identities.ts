import { createRandom, type Random } from '../story/random.ts';
import type { Cast, RoleKey } from '../story/cast.ts';
import type { Intruder } from '../story/intruder.ts';
import { ACCOUNT, base64Text } from '../story/names.ts';
import { managedPolicyArn, MANAGED_POLICIES } from '../iam/managed-policies.ts';
import { drawId } from '../world/draw.ts';
import type { AccessKey, IamState, ManagedPolicyState, Role, User } from '../world/iam-state.ts';
import { newPolicy } from '../services/iam/managed-policies.ts';
import { newRole } from '../services/iam/roles.ts';
import { newUser } from '../services/iam/users.ts';
import type { History } from './history.ts';
import {
  LEGACY_CI_POLICY,
  OWN_ACCOUNT,
  RESPONDER_ROLE,
  ROLE_POLICIES,
  trust,
} from './leaked-credential-policies.ts';

const DAY = 86_400_000;
const ADMINISTRATOR = managedPolicyArn('AdministratorAccess');

export interface Origins {
  readonly cast: Cast;
  readonly intruder: Intruder;
  /** The intruder's first call. */
  readonly start: number;
  readonly happened: History;
  readonly random: Random;
}

/** Users, roles and policies as the intruder left them. */
export function identities(origins: Origins): IamState {
  const users = [legacyCi(origins), analyst(origins), ...phantom(origins)];
  const roles = [...castRoles(origins), responderRole(origins)];
  return {
    users: new Map(users.map((user) => [user.name, user])),
    groups: new Map(),
    roles: new Map(roles.map((role) => [role.name, role])),
    policies: new Map(awsPolicies(origins).map((policy) => [policy.arn, policy])),
    aliases: ['example-support'],
  };
}

/** The secret that belongs to a key of the story; the story itself has no need of it. */
export function secretOf(keyId: string): string {
  return base64Text(createRandom(`secret of ${keyId}`), 40);
}

function legacyCi({ cast, start }: Origins): User {
  const { name, id, keyId } = cast.legacyCi;
  const user = newUser({ name, path: '/', id, createdAt: start - 1100 * DAY, accountId: ACCOUNT });
  user.inline.set('legacy-deploy', LEGACY_CI_POLICY);
  user.accessKeys.set(
    keyId,
    key(keyId, start - 1100 * DAY, { at: start + 15 * 60_000, service: 'ec2', region: 'ap-southeast-2' }),
  );
  return user;
}

/** If the story was told, the intruder has made a second key for this user, made it an administrator and set its password. */
function analyst({ cast, intruder, start, happened }: Origins): User {
  const { name, id, keyId } = cast.analyst;
  const user = newUser({ name, path: '/', id, createdAt: start - 400 * DAY, accountId: ACCOUNT });
  user.accessKeys.set(keyId, key(keyId, start - 400 * DAY, undefined));
  const second = happened.timeOf('CreateAccessKey', 'userName', name);
  if (second !== undefined) {
    user.accessKeys.set(intruder.secondKeyId, key(intruder.secondKeyId, second, undefined));
    user.attached.add(ADMINISTRATOR);
  }
  user.login = { createdAt: start - 400 * DAY, password: secretOf(name), resetRequired: false };
  user.passwordLastUsed = happened
    .all('ConsoleLogin')
    .findLast(({ event }) => event.userIdentity['userName'] === name)?.time;
  return user;
}

function phantom({ intruder, happened }: Origins): readonly User[] {
  const { name, id } = intruder.phantomUser;
  const createdAt = happened.timeOf('CreateUser', 'userName', name);
  const keyed = happened.timeOf('CreateAccessKey', 'userName', name);
  const credited = happened.timeOf('CreateServiceSpecificCredential', 'userName', name);
  if (createdAt === undefined || keyed === undefined || credited === undefined) return [];
  const user = newUser({ name, path: '/', id, createdAt, accountId: ACCOUNT });
  user.attached.add(managedPolicyArn('AmazonBedrockLimitedAccess'));
  user.accessKeys.set(intruder.phantomKeyId, key(intruder.phantomKeyId, keyed, undefined));
  user.serviceCredentials.set(intruder.serviceCredentialId, {
    id: intruder.serviceCredentialId,
    service: 'bedrock.amazonaws.com',
    createdAt: credited,
    expiresAt: undefined,
    userName: `${name}-at-${ACCOUNT}`,
    secret: `ABSK${secretOf(intruder.serviceCredentialId)}`,
    status: 'Active',
  });
  return [user];
}

function key(id: string, createdAt: number, lastUsed: AccessKey['lastUsed']): AccessKey {
  return { id, secret: secretOf(id), createdAt, status: 'Active', lastUsed };
}

/** Services that take up the cast's roles; people come through the identity provider, and the rest from the account. */
const TRUSTED: Readonly<Partial<Record<RoleKey, string>>> = {
  config: 'config.amazonaws.com',
  scaling: 'autoscaling.amazonaws.com',
  application: 'lambda.amazonaws.com',
  notify: 'lambda.amazonaws.com',
  agent: 'bedrock.amazonaws.com',
  knowledgeBase: 'bedrock.amazonaws.com',
  orders: 'lambda.amazonaws.com',
  billing: 'lambda.amazonaws.com',
  analytics: 'lambda.amazonaws.com',
  portal: 'ecs-tasks.amazonaws.com',
};

function castRoles({ cast, start }: Origins): readonly Role[] {
  return Object.entries(cast.roles).map(([name, { path = '/', ...role }]) => {
    const service = Object.entries(TRUSTED).find(([known]) => known === name)?.[1];
    const trusted =
      name === 'engineer' ? { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/example-sso` } : OWN_ACCOUNT;
    const made = newRole({
      ...role,
      path,
      createdAt: start - 600 * DAY,
      accountId: ACCOUNT,
      trust: trust(service === undefined ? trusted : { Service: service }),
    });
    const inline = Object.entries(ROLE_POLICIES).find(([known]) => known === name)?.[1];
    if (inline !== undefined) made.inline.set(`${role.name}-policy`, inline);
    if (name !== 'platform') return made;
    made.attached.add(ADMINISTRATOR);
    made.maxSessionDuration = 43_200;
    return made;
  });
}

function responderRole({ start, random }: Origins): Role {
  const role = newRole({
    name: RESPONDER_ROLE,
    path: '/',
    id: drawId(random, 'AROA'),
    createdAt: start - 300 * DAY,
    accountId: ACCOUNT,
    trust: trust(OWN_ACCOUNT),
  });
  role.attached.add(ADMINISTRATOR);
  role.maxSessionDuration = 43_200;
  role.description = 'Taken up by the people who respond to incidents';
  return role;
}

function awsPolicies({ random }: Origins): readonly ManagedPolicyState[] {
  return MANAGED_POLICIES.map(({ name, versionId, document }) =>
    newPolicy({
      name,
      arn: managedPolicyArn(name),
      path: '/',
      id: drawId(random, 'ANPA'),
      document: JSON.stringify(document),
      createdAt: Date.UTC(2024, 9, 2),
      awsVersion: versionId,
    }),
  );
}
