import { ListUsersCommand, PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, colleague, intruder, OPERATOR } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'iam/set-permissions-boundary';
const boundary = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
const other = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';

checkAction({
  id: ID,
  params: { principal: ADMIN_ROLE, boundary },
  calls: ['PutRolePermissionsBoundary'],
  proof: {
    act: async (open) => [
      await refused(intruder(open, 'adminSession').s3.send(new ListBucketsCommand({}))),
      await refused(intruder(open, 'adminSession').iam.send(new ListUsersCommand({}))),
    ],
    free: ['went through', 'went through'],
    inForce: ['AccessDenied', 'went through'],
  },
  tamper: (open) => bound(colleague(open), other),
  own: { principal: OPERATOR, boundary },
});

function bound({ iam }: ReturnType<typeof colleague>, PermissionsBoundary: string) {
  return iam.send(
    new PutRolePermissionsBoundaryCommand({ RoleName: 'data-platform-admin', PermissionsBoundary }),
  );
}

describe('iam/set-permissions-boundary', () => {
  it('puts an earlier boundary back, and refuses one that is no policy', async () => {
    const open = await actionCase();
    await bound(colleague(open), other);
    await open.undo(await open.apply(ID, { principal: ADMIN_ROLE, boundary }));
    expect(open.account.world.iam.roles.get('data-platform-admin')?.boundary).toBe(other);
    await expect(
      open.plan(ID, { principal: ADMIN_ROLE, boundary: 'arn:aws:iam::111122223333:policy/none' }),
    ).rejects.toMatchObject({ why: expect.stringContaining('no managed policy') as string });
    await open.close();
  });
});
