import { LimitExceededException, ServiceNotSupportedException } from '@aws-sdk/client-iam';
import { base64Text } from '../../story/names.ts';
import type { Random } from '../../story/random.ts';
import { drawId } from '../../world/draw.ts';
import { dateOf, given } from '../../world/given.ts';
import type { ServiceCredential, User } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { found, listPage, pageMark, userOf } from './entities.ts';
import type { IamHandlers } from './handlers.ts';

const DAY = 86_400_000;
const MOST_PER_SERVICE = 2;

/** Services with API keys: the secret stands alone. The others want a user name and a password. */
const WITH_API_KEYS = ['bedrock.amazonaws.com', 'logs.amazonaws.com'];
const WITH_PASSWORDS = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com'];

/** Service-specific credentials; a long-term Bedrock API key is one. */
export function serviceCredentialHandlers({ iam, random, accountId }: World): IamHandlers {
  return {
    ListServiceSpecificCredentials: ({ UserName, ServiceName, AllUsers, ...paging }, call) => {
      const users = AllUsers === true ? [...iam.users.values()] : [userOf(iam, UserName, call)];
      const all = users.flatMap((user) =>
        [...user.serviceCredentials.values()].map((credential) => ({ user, credential })),
      );
      const wanted = all.filter(
        ({ credential }) => ServiceName === undefined || credential.service === ServiceName,
      );
      const page = listPage(
        wanted,
        paging,
        `ListServiceSpecificCredentials ${UserName} ${ServiceName} ${AllUsers}`,
      );
      return {
        ServiceSpecificCredentials: page.items.map(({ user, credential }) => shape(user, credential)),
        ...pageMark(page),
      };
    },
    CreateServiceSpecificCredential: ({ UserName, ServiceName, CredentialAgeDays }, call) => {
      const user = userOf(iam, UserName, call);
      const service = given(ServiceName, 'ServiceName');
      if (![...WITH_API_KEYS, ...WITH_PASSWORDS].includes(service)) {
        throw new ServiceNotSupportedException(
          because(`No such service ${service} is supported for Service Specific Credentials`),
        );
      }
      const same = [...user.serviceCredentials.values()].filter(
        (credential) => credential.service === service,
      );
      if (same.length >= MOST_PER_SERVICE) {
        throw new LimitExceededException(
          because(`Cannot exceed quota for ServiceSpecificCredentialsPerUser: ${MOST_PER_SERVICE}`),
        );
      }
      const made: ServiceCredential = {
        id: drawId(random, 'ACCA'),
        service,
        createdAt: call.now,
        expiresAt: CredentialAgeDays === undefined ? undefined : call.now + CredentialAgeDays * DAY,
        userName: `${user.name}-at-${accountId}`,
        secret: newSecret(random, service, `${user.name}-at-${accountId}`),
        status: 'Active',
      };
      user.serviceCredentials.set(made.id, made);
      return { ServiceSpecificCredential: { ...shape(user, made), ...secretShape(made) } };
    },
    UpdateServiceSpecificCredential: ({ UserName, ServiceSpecificCredentialId, Status }, call) => {
      const credential = credentialOf(
        userOf(iam, UserName, call),
        given(ServiceSpecificCredentialId, 'ServiceSpecificCredentialId'),
      );
      if (Status !== 'Active' && Status !== 'Inactive')
        throw new WireError('ValidationError', `Value '${Status}' at 'status' must be Active or Inactive`);
      credential.status = Status;
      return {};
    },
    ResetServiceSpecificCredential: ({ UserName, ServiceSpecificCredentialId }, call) => {
      const user = userOf(iam, UserName, call);
      const credential = credentialOf(
        user,
        given(ServiceSpecificCredentialId, 'ServiceSpecificCredentialId'),
      );
      credential.secret = newSecret(random, credential.service, credential.userName);
      return { ServiceSpecificCredential: { ...shape(user, credential), ...secretShape(credential) } };
    },
    DeleteServiceSpecificCredential: ({ UserName, ServiceSpecificCredentialId }, call) => {
      const user = userOf(iam, UserName, call);
      user.serviceCredentials.delete(
        credentialOf(user, given(ServiceSpecificCredentialId, 'ServiceSpecificCredentialId')).id,
      );
      return {};
    },
  };
}

function credentialOf(user: User, id: string): ServiceCredential {
  return found(user.serviceCredentials.get(id), `No such credential ${id} exists`);
}

function newSecret(random: Random, service: string, alias: string): string {
  if (!WITH_API_KEYS.includes(service)) return base64Text(random, 44);
  return `ABSK${Buffer.from(`${alias}:EXAMPLE${base64Text(random, 60)}`).toString('base64')}`;
}

function shape(user: User, { id, service, createdAt, expiresAt, status, userName }: ServiceCredential) {
  return {
    UserName: user.name,
    ServiceSpecificCredentialId: id,
    ServiceName: service,
    Status: status,
    CreateDate: new Date(createdAt),
    ExpirationDate: dateOf(expiresAt),
    ...(WITH_API_KEYS.includes(service)
      ? { ServiceCredentialAlias: userName }
      : { ServiceUserName: userName }),
  };
}

function secretShape({ service, secret }: ServiceCredential) {
  return WITH_API_KEYS.includes(service) ? { ServiceCredentialSecret: secret } : { ServicePassword: secret };
}
