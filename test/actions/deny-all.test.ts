import { CreateRoleCommand, ListUsersCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, ANALYST, checkAction, colleague, intruder, OPERATOR } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/deny-all';

checkAction({
  id: ID,
  params: { principal: ANALYST },
  calls: ['PutUserPolicy'],
  proof: {
    act: (open) => refused(intruder(open, 'secondKey').iam.send(new ListUsersCommand({}))),
    free: 'went through',
    inForce: 'AccessDenied',
  },
  tamper: (open) =>
    colleague(open).iam.send(
      new PutUserPolicyCommand({
        UserName: 'marta.silva',
        PolicyName: 'heptad-deny-all',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
        }),
      }),
    ),
  own: { principal: OPERATOR },
});

describe('iam/deny-all', () => {
  let open: ActionCase;
  beforeEach(async () => {
    open = await actionCase();
  });
  afterEach(() => open.close());

  it('reaches a role by the ARN of its session, running sessions included', async () => {
    const { iam } = intruder(open, 'adminSession');
    expect(await refused(iam.send(new ListUsersCommand({})))).toBe('went through');
    const principal = 'arn:aws:sts::111122223333:assumed-role/data-platform-admin/explore';
    const entry = await open.apply(ID, { principal });
    expect(await refused(iam.send(new ListUsersCommand({})))).toBe('AccessDenied');
    await open.undo(entry);
    expect(await refused(iam.send(new ListUsersCommand({})))).toBe('went through');
  });

  it('attaches AWSDenyAll where it is told to, and where inline policies are full says so', async () => {
    await colleague(open).iam.send(
      new PutUserPolicyCommand({
        UserName: 'marta.silva',
        PolicyName: 'long',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Action: Array.from({ length: 70 }, (_, index) => `s3:Example${index}`),
            Resource: `arn:aws:s3:::${'x'.repeat(900)}`,
          },
        }),
      }),
    );
    await expect(open.plan(ID, { principal: ANALYST })).rejects.toMatchObject({
      why: expect.stringContaining('2048 are allowed') as string,
    });
    await open.apply(ID, { principal: ANALYST, managed: true });
    expect(await refused(intruder(open, 'secondKey').iam.send(new ListUsersCommand({})))).toBe(
      'AccessDenied',
    );
  });

  it('refuses what it cannot or must not change', async () => {
    const { iam } = colleague(open);
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service: 'ops.amazonaws.com' }, Action: 'sts:AssumeRole' },
    });
    for (const [Path, RoleName] of [
      ['/aws-service-role/ops.amazonaws.com/', 'AWSServiceRoleForOps'],
      ['/aws-reserved/sso.amazonaws.com/', 'AWSReservedSSO_Admin_0123456789abcdef'],
    ] as const)
      await iam.send(new CreateRoleCommand({ Path, RoleName, AssumeRolePolicyDocument: trust }));
    const role = 'arn:aws:iam::111122223333:role';
    await expect(open.plan(ID, { principal: `${role}/AWSServiceRoleForOps` })).rejects.toMatchObject({
      why: expect.stringContaining('service-linked') as string,
    });
    await expect(
      open.plan(ID, { principal: `${role}/AWSReservedSSO_Admin_0123456789abcdef` }),
    ).rejects.toMatchObject({ why: expect.stringContaining('Identity Center') as string });
    await expect(open.plan(ID, { principal: 'arn:aws:iam::111122223333:root' })).rejects.toThrow(/root user/);
    await expect(open.plan(ID, { principal: 'arn:aws:iam::444455556666:user/x' })).rejects.toThrow(
      /belongs to account 444455556666/,
    );
    await expect(open.plan(ID, { principal: `${role}/nobody` })).rejects.toThrow(/no role nobody/);
  });

  it('says who can take the role up, and leaves break-glass alone', async () => {
    expect((await open.plan(ID, { principal: ADMIN_ROLE })).blast.join('\n')).toMatch(
      /it can be taken up by arn:aws:iam::111122223333:root/,
    );
    const guarded = await actionCase({
      organization: { ...open.desk.organization, breakGlass: [ADMIN_ROLE] },
    });
    await expect(guarded.plan(ID, { principal: ADMIN_ROLE })).rejects.toMatchObject({
      why: expect.stringContaining('break-glass') as string,
    });
    await guarded.close();
  });
});
