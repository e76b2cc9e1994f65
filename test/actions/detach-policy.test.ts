import { AttachRolePolicyCommand, DetachRolePolicyCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, colleague, intruder, OPERATOR } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/detach-policy';
const policy = 'arn:aws:iam::aws:policy/AdministratorAccess';

checkAction({
  id: ID,
  params: { principal: ADMIN_ROLE, policy },
  calls: ['DetachRolePolicy'],
  proof: {
    act: (open) => refused(intruder(open, 'adminSession').iam.send(new ListUsersCommand({}))),
    free: 'went through',
    inForce: 'AccessDenied',
  },
  own: { principal: OPERATOR, policy },
});

describe('iam/detach-policy', () => {
  it('has nothing to do where the policy is not attached, and takes no denial off', async () => {
    const open = await actionCase();
    const { iam } = colleague(open);
    const role = { RoleName: 'data-platform-admin' };
    await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn: policy }));
    expect((await open.plan(ID, { principal: ADMIN_ROLE, policy })).calls).toEqual([]);
    const denying = 'arn:aws:iam::aws:policy/AWSDenyAll';
    await iam.send(new AttachRolePolicyCommand({ ...role, PolicyArn: denying }));
    await expect(open.plan(ID, { principal: ADMIN_ROLE, policy: denying })).rejects.toMatchObject({
      why: expect.stringContaining('gives access back') as string,
    });
    await open.close();
  });
});
