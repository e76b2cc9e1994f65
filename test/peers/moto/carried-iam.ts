import * as bedrockRuntime from '@aws-sdk/client-bedrock-runtime';
import * as iam from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { refused } from '../../support/simulated-account.ts';
import { orNone, plain, statusOf } from './account-state.ts';
import { type Carried, nothingLeft, type Proof } from './carried.ts';
import { ACCOUNT, type MotoAccount, type MotoClients } from './moto-account.ts';

const USER = `arn:aws:iam::${ACCOUNT}:user/intruder`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/misused`;

type Holder = (account: MotoAccount) => MotoClients;
const byKey: Holder = ({ withKey }) => withKey;
const bySession: Holder = ({ withSession }) => withSession;

/** What became of two calls of a holder: one of S3, one of IAM. */
const twoCalls =
  (holder: Holder) =>
  async (account: MotoAccount): Promise<unknown> => ({
    buckets: await refused(holder(account).s3.send(new ListBucketsCommand({}))),
    users: await refused(holder(account).iam.send(new iam.ListUsersCommand({}))),
  });
const FREE = { buckets: 'went through', users: 'went through' };
const NOTHING_WORKS = { buckets: 'AccessDenied', users: 'AccessDenied' };

const stopped = (holder: Holder, inForce: unknown = NOTHING_WORKS): Proof => ({
  of: 'effect',
  act: twoCalls(holder),
  before: FREE,
  inForce,
});

/** Asks a model, with the session of the role. moto’s refusal is in the form of IAM, not of Bedrock: its status tells. */
async function askModel({ withSession }: MotoAccount): Promise<number | undefined> {
  const command = new bedrockRuntime.InvokeModelCommand({
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    accept: 'application/json',
    body: '{}',
  });
  return withSession.runtime.send(command).then(({ $metadata }) => $metadata.httpStatusCode, statusOf);
}

const principal = (arn: string) => () => Promise.resolve({ principal: arn });

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** A role that reads everything and that its account may take up; no other row touches it. */
async function readerRole({ clients }: MotoAccount): Promise<void> {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
    ],
  };
  await clients.iam.send(
    new iam.CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await clients.iam.send(new iam.AttachRolePolicyCommand({ RoleName: 'reader', PolicyArn: READ_ONLY }));
}
const READER = `arn:aws:iam::${ACCOUNT}:role/reader`;

/** Whether the reader's trust policy denies anybody, and which policies it has. */
async function readerNow({ clients }: MotoAccount): Promise<unknown> {
  const { Role } = await clients.iam.send(new iam.GetRoleCommand({ RoleName: 'reader' }));
  const { AttachedPolicies = [] } = await clients.iam.send(
    new iam.ListAttachedRolePoliciesCommand({ RoleName: 'reader' }),
  );
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  return { denies: trust.includes('Deny'), policies: AttachedPolicies.map(({ PolicyArn }) => PolicyArn) };
}

/** The actions on IAM. */
export const CARRIED_IAM: readonly Carried[] = [
  {
    id: 'iam/detach-policy',
    setup: async (account) => {
      await readerRole(account);
      return { principal: READER, policy: READ_ONLY };
    },
    calls: ['DetachRolePolicy'],
    proof: {
      of: 'state',
      because: 'nobody has a session of the role',
      act: readerNow,
      before: { denies: false, policies: [READ_ONLY] },
      inForce: { denies: false, policies: [] },
    },
    undo: nothingLeft,
  },
  {
    id: 'iam/limit-trust',
    setup: async (account) => {
      await readerRole(account);
      return { role: READER, deny: [USER] };
    },
    calls: ['UpdateAssumeRolePolicy'],
    proof: {
      of: 'state',
      because: 'moto does not read a Deny of a trust policy',
      act: readerNow,
      before: { denies: false, policies: [READ_ONLY] },
      inForce: { denies: true, policies: [READ_ONLY] },
    },
    undo: nothingLeft,
  },
  {
    id: 'iam/deny-all',
    on: 'a user',
    setup: principal(USER),
    calls: ['PutUserPolicy'],
    proof: stopped(byKey),
    undo: nothingLeft,
  },
  {
    id: 'iam/deny-all',
    on: 'a role',
    setup: principal(ROLE),
    calls: ['PutRolePolicy'],
    proof: stopped(bySession),
    undo: nothingLeft,
  },
  {
    id: 'iam/deny-all',
    on: 'a user, by the managed policy',
    setup: () => Promise.resolve({ principal: USER, managed: true }),
    calls: ['AttachUserPolicy'],
    proof: stopped(byKey),
    undo: nothingLeft,
  },
  {
    id: 'iam/quarantine-principal',
    setup: principal(USER),
    calls: ['AttachUserPolicy', 'PutUserPolicy'],
    proof: stopped(byKey),
    undo: nothingLeft,
  },
  {
    id: 'iam/revoke-sessions',
    again: 'it denies the sessions issued until it is planned',
    setup: principal(ROLE),
    calls: ['PutRolePolicy'],
    proof: stopped(bySession),
    undo: nothingLeft,
  },
  {
    id: 'iam/limit-role',
    setup: () => Promise.resolve({ principal: ROLE, actions: ['s3:*'] }),
    calls: ['PutRolePolicy'],
    proof: stopped(bySession, { buckets: 'AccessDenied', users: 'went through' }),
    undo: nothingLeft,
  },
  {
    id: 'iam/stop-inference',
    setup: principal(ROLE),
    calls: ['PutRolePolicy'],
    proof: { of: 'effect', act: askModel, before: 200, inForce: 403 },
    undo: nothingLeft,
  },
  {
    id: 'iam/disable-access-key',
    setup: ({ intruder }) => Promise.resolve({ accessKeyId: intruder.key.accessKeyId }),
    calls: ['UpdateAccessKey'],
    proof: {
      of: 'state',
      because: 'moto lets an inactive key through',
      act: async ({ clients }) => {
        const { AccessKeyMetadata = [] } = await clients.iam.send(
          new iam.ListAccessKeysCommand({ UserName: 'intruder' }),
        );
        return AccessKeyMetadata.map(({ Status }) => Status);
      },
      before: ['Active'],
      inForce: ['Inactive'],
    },
    undo: nothingLeft,
  },
  {
    id: 'iam/remove-console-access',
    setup: async ({ clients }) => {
      await clients.iam.send(
        new iam.CreateLoginProfileCommand({ UserName: 'intruder', Password: 'Example-password-1' }),
      );
      return { userName: 'intruder' };
    },
    calls: ['DeleteLoginProfile'],
    proof: {
      of: 'effect',
      act: async ({ clients }) =>
        (await orNone(
          clients.iam.send(new iam.GetLoginProfileCommand({ UserName: 'intruder' })),
          'NoSuchEntityException',
        )) === null
          ? 'no sign-in'
          : 'a sign-in',
      before: 'a sign-in',
      inForce: 'no sign-in',
    },
    // The sign-in is another: made later, and its password has to be changed.
    undo: (state) => {
      const { users, ...rest } = state['iam'] ?? {};
      const { intruder, ...others } = users as Record<string, { readonly login: unknown }>;
      return { ...state, iam: { ...rest, others, login: intruder?.login !== null } };
    },
  },
  {
    id: 'iam/set-permissions-boundary',
    setup: () => Promise.resolve({ principal: ROLE, boundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }),
    calls: ['PutRolePermissionsBoundary'],
    proof: {
      of: 'state',
      because: 'moto does not judge calls by a boundary',
      act: async ({ clients }) => {
        const { Role } = await clients.iam.send(new iam.GetRoleCommand({ RoleName: 'misused' }));
        return plain(Role?.PermissionsBoundary?.PermissionsBoundaryArn ?? null);
      },
      before: null,
      inForce: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess',
    },
    undo: nothingLeft,
  },
];
