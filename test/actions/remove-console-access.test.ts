import { GetLoginProfileCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/remove-console-access';
const params = { userName: 'marta.silva' };

checkAction({
  id: ID,
  params,
  calls: ['DeleteLoginProfile'],
  proof: {
    act: (open) => refused(colleague(open).iam.send(new GetLoginProfileCommand({ UserName: 'marta.silva' }))),
    free: 'went through',
    inForce: 'NoSuchEntityException',
  },
  // Declared: a new password, made now, to be changed at the next sign-in.
  withoutResidue: ({ login }: JsonObject) => login !== null,
});

describe('iam/remove-console-access', () => {
  it('gives the sign-in back with a password that nobody has seen and that must be changed', async () => {
    const open = await actionCase();
    const user = open.account.world.iam.users.get('marta.silva');
    const old = user?.login?.password;
    const entry = await open.apply(ID, params);
    const undo = await open.undo(entry);
    expect(user?.login).toMatchObject({ resetRequired: true });
    expect(user?.login?.password).toMatch(/^.{20,}$/);
    expect(user?.login?.password).not.toBe(old);
    expect(JSON.stringify(open.book.state)).not.toContain(user?.login?.password ?? '');
    expect(open.book.state.actions[undo]?.planned.calls[0]?.input['Password']).toEqual({
      $secret: 'password',
    });
    await open.close();
  });

  it('leaves keys alone and says so', async () => {
    const open = await actionCase();
    await open.apply(ID, params);
    expect(await refused(intruder(open, 'secondKey').iam.send(new ListUsersCommand({})))).toBe(
      'went through',
    );
    await expect(open.plan(ID, { userName: 'nobody' })).rejects.toThrow(/no user nobody/);
    expect((await open.plan(ID, { userName: 'ci-deployer' })).calls).toEqual([]);
    await open.close();
  });
});
