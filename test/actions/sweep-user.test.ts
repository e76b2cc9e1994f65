import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateServiceSpecificCredentialCommand,
  DeleteAccessKeyCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder, still } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/sweep-user';
const params = { userName: 'marta.silva' };

checkAction({
  id: ID,
  params,
  prepare: everyCredential,
  calls: [
    'UpdateAccessKey',
    'UpdateAccessKey',
    'UpdateServiceSpecificCredential',
    'UpdateSSHPublicKey',
    'UpdateSigningCertificate',
    'DeleteLoginProfile',
  ],
  proof: {
    act: (open) => refused(intruder(open, 'secondKey').iam.send(new ListUsersCommand({}))),
    free: 'went through',
    inForce: 'InvalidClientTokenId',
  },
  tamper: (open) =>
    colleague(open).iam.send(
      new DeleteAccessKeyCommand({
        UserName: 'marta.silva',
        AccessKeyId: open.account.intruder['secondKey']?.accessKeyId,
      }),
    ),
  conflict: /access key AKIA\w+ is gone/,
  withoutResidue: ({ login, ...observed }: JsonObject) => still({ ...observed, login: login !== null }),
});

/** A credential of every kind that a user can have. */
async function everyCredential(open: ActionCase): Promise<void> {
  const { iam } = colleague(open);
  const UserName = 'marta.silva';
  await iam.send(
    new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'bedrock.amazonaws.com' }),
  );
  await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: 'ssh-rsa EXAMPLE' }));
  await iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: 'EXAMPLE' }));
}

describe('iam/sweep-user', () => {
  it('leaves alone what was off before, and undo does not turn it on', async () => {
    const open = await actionCase();
    const user = open.account.world.iam.users.get('marta.silva');
    const [first = ''] = user?.accessKeys.keys() ?? [];
    await colleague(open).iam.send(
      new UpdateAccessKeyCommand({ UserName: 'marta.silva', AccessKeyId: first, Status: 'Inactive' }),
    );
    const entry = await open.apply(ID, params);
    expect(open.changesInTrail()).toEqual(['UpdateAccessKey', 'DeleteLoginProfile']);
    await open.undo(entry);
    expect(user?.accessKeys.get(first)?.status).toBe('Inactive');
    const { sts } = intruder(open, 'secondKey');
    expect(await refused(sts.send(new GetCallerIdentityCommand({})))).toBe('went through');
    await open.close();
  });

  it('takes groups and policies where that is asked for, and gives them back to the letter', async () => {
    const open = await actionCase();
    const { iam } = colleague(open);
    const UserName = 'marta.silva';
    const GroupName = 'analysts';
    const PolicyDocument =
      '{"Version":"2012-10-17",\n "Statement":{"Effect":"Allow","Action":"ses:*","Resource":"*"}}';
    await iam.send(new CreateGroupCommand({ GroupName }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
    const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    const user = open.account.world.iam.users.get(UserName);
    const rights = () => ({
      groups: new Set(user?.groups),
      attached: new Set(user?.attached),
      inline: new Map(user?.inline),
    });
    const before = rights();
    const entry = await open.apply(ID, { ...params, rights: true });
    expect(rights()).toEqual({ groups: new Set(), attached: new Set(), inline: new Map() });
    expect((await open.plan(ID, { ...params, rights: true })).calls).toEqual([]);
    await open.undo(entry);
    expect(rights()).toEqual(before);
    await open.close();
  });
});
