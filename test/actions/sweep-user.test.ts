import {
  CreateServiceSpecificCredentialCommand,
  DeleteAccessKeyCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder, still } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/sweep-user';
const params = { userName: 'marta.silva' };

checkAction({
  id: ID,
  params,
  prepare: (open) =>
    colleague(open).iam.send(
      new CreateServiceSpecificCredentialCommand({
        UserName: 'marta.silva',
        ServiceName: 'bedrock.amazonaws.com',
      }),
    ),
  calls: ['UpdateAccessKey', 'UpdateAccessKey', 'UpdateServiceSpecificCredential', 'DeleteLoginProfile'],
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
  withoutResidue: ({ keys, credentials, login }: JsonObject) =>
    still({ keys: keys ?? null, credentials: credentials ?? null, login: login !== null }),
});

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
});
