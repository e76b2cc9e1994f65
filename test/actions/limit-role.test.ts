import { ListUsersCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, colleague, intruder, OPERATOR } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/limit-role';

checkAction({
  id: ID,
  params: { principal: ADMIN_ROLE, actions: ['iam:*', 'ses:*'] },
  calls: ['PutRolePolicy'],
  proof: {
    act: async (open) => [
      await refused(intruder(open, 'adminSession').iam.send(new ListUsersCommand({}))),
      await refused(intruder(open, 'adminSession').s3.send(new ListBucketsCommand({}))),
    ],
    free: ['went through', 'went through'],
    inForce: ['AccessDenied', 'went through'],
  },
  tamper: (open) =>
    colleague(open).iam.send(
      new PutRolePolicyCommand({
        RoleName: 'data-platform-admin',
        PolicyName: 'heptad-limit',
        PolicyDocument:
          '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}',
      }),
    ),
  own: { principal: OPERATOR, actions: ['iam:*'] },
});

describe('iam/limit-role', () => {
  it('keeps the limits of an earlier plan', async () => {
    const open = await actionCase();
    const first = await open.apply(ID, { principal: ADMIN_ROLE, actions: ['iam:*'] });
    const second = await open.apply(ID, { principal: ADMIN_ROLE, actions: ['s3:*'] });
    const admin = intruder(open, 'adminSession');
    expect(await refused(admin.iam.send(new ListUsersCommand({})))).toBe('AccessDenied');
    expect(await refused(admin.s3.send(new ListBucketsCommand({})))).toBe('AccessDenied');
    // The earlier one cannot be taken back over the later one's head.
    await expect(open.undo(first)).rejects.toThrow(/changed by somebody else/);
    await open.undo(second);
    await open.undo(first);
    expect(await refused(admin.iam.send(new ListUsersCommand({})))).toBe('went through');
    await open.close();
  });
});
