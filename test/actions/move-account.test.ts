import { MoveAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, intruder } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'organizations/move-account';
const ACCOUNT = '111122223333';
const ISOLATION = 'ou-exam-isolate1';

/** Everything is denied in the isolation unit, to everybody but the responders. */
async function calls(open: ActionCase): Promise<readonly string[]> {
  return Promise.all(
    [intruder(open, 'adminSession'), colleague(open)].map(({ s3 }) =>
      refused(s3.send(new ListBucketsCommand({}))),
    ),
  );
}

checkAction({
  id: ID,
  params: { accountId: ACCOUNT, to: ISOLATION },
  calls: ['MoveAccount'],
  proof: {
    act: calls,
    free: ['went through', 'went through'],
    inForce: ['AccessDenied', 'went through'],
  },
  tamper: ({ account }) =>
    new OrganizationsClient(account.settings(account.responder)).send(
      new MoveAccountCommand({
        AccountId: ACCOUNT,
        SourceParentId: ISOLATION,
        DestinationParentId: 'r-exam',
      }),
    ),
  conflict: /unit of account 111122223333 is r-exam, and was left ou-exam-isolate1/,
});

describe('organizations/move-account', () => {
  it('refuses an account of another organization', async () => {
    const open = await actionCase();
    await expect(open.plan(ID, { accountId: '444455556666', to: ISOLATION })).rejects.toMatchObject({
      why: expect.stringContaining('not in this organization') as string,
    });
    await open.close();
  });
});
