import { GetRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import {
  ADMIN_ROLE,
  ANALYST,
  checkAction,
  CI_USER,
  colleague,
  intruder,
  OPERATOR,
} from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/limit-trust';
const RoleName = 'data-platform-admin';

const takeUp = (open: ActionCase) =>
  refused(
    intruder(open, 'leakedKey').sts.send(
      new AssumeRoleCommand({ RoleArn: ADMIN_ROLE, RoleSessionName: 'test' }),
    ),
  );

async function trustOf(open: ActionCase): Promise<string> {
  const { Role } = await colleague(open).iam.send(new GetRoleCommand({ RoleName }));
  return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
}

checkAction({
  id: ID,
  params: { role: ADMIN_ROLE, deny: [CI_USER] },
  calls: ['UpdateAssumeRolePolicy'],
  proof: { act: takeUp, free: 'went through', inForce: 'AccessDenied' },
  tamper: async (open) =>
    colleague(open).iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Principal: { AWS: ANALYST }, Action: 'sts:AssumeRole' },
        }),
      }),
    ),
  own: { role: OPERATOR },
});

describe('iam/limit-trust', () => {
  it('keeps everybody out unless somebody is named, and adds to what an earlier plan denied', async () => {
    const open = await actionCase();
    await open.apply(ID, { role: ADMIN_ROLE, deny: [ANALYST] });
    expect(await takeUp(open)).toBe('went through');
    await open.apply(ID, { role: ADMIN_ROLE });
    expect(await takeUp(open)).toBe('AccessDenied');
    const { Statement } = JSON.parse(await trustOf(open)) as { readonly Statement: readonly object[] };
    expect(Statement.length).toBeGreaterThan(2);
    expect((await open.plan(ID, { role: ADMIN_ROLE, deny: [ANALYST] })).calls).toEqual([]);
    await open.close();
  });

  it('gives a role the trust policy that was kept of it', async () => {
    const open = await actionCase();
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    const before = await trustOf(open);
    const entry = await open.apply(ID, { role: ADMIN_ROLE, trust });
    expect(await trustOf(open)).toBe(trust);
    expect(await takeUp(open)).toBe('AccessDenied');
    await open.undo(entry);
    expect(await trustOf(open)).toBe(before);
    await open.close();
  });

  it.each([
    [{ role: ANALYST }, 'is a user'],
    [{ role: ADMIN_ROLE, trust: 'no JSON' }, 'no policy'],
    [{ role: ADMIN_ROLE, trust: '{"Statement":[]}', deny: [ANALYST] }, 'both deny and trust'],
    [{ role: ADMIN_ROLE, deny: [`${ANALYST}${'x'.repeat(2048)}`] }, 'allowed by default'],
  ])('refuses %j', async (params, why) => {
    const open = await actionCase();
    await expect(open.plan(ID, params)).rejects.toMatchObject({
      why: expect.stringContaining(why) as string,
    });
    await open.close();
  });
});
