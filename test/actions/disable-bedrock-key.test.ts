import { ListServiceSpecificCredentialsCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague } from '../support/action-checks.ts';
import { PHANTOM } from '../support/story-keys.ts';

const ID = 'iam/disable-bedrock-key';
const params = PHANTOM;
const { userName } = PHANTOM;

async function statusOf(open: ActionCase): Promise<unknown> {
  const { ServiceSpecificCredentials = [] } = await colleague(open).iam.send(
    new ListServiceSpecificCredentialsCommand({ UserName: userName }),
  );
  return ServiceSpecificCredentials.map(({ Status }) => Status);
}

checkAction({
  id: ID,
  params,
  calls: ['UpdateServiceSpecificCredential', 'PutUserPolicy'],
  // The simulated account serves no bearer tokens here: the status is what a call would meet.
  proof: { act: statusOf, free: ['Active'], inForce: ['Inactive'] },
  tamper: (open) =>
    colleague(open).iam.send(
      new PutUserPolicyCommand({
        UserName: userName,
        PolicyName: 'heptad-no-bearer-tokens',
        PolicyDocument:
          '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}',
      }),
    ),
});

describe('iam/disable-bedrock-key', () => {
  let open: ActionCase;
  beforeAll(async () => {
    open = await actionCase();
  });
  afterAll(() => open.close());

  it('denies bearer tokens on every plane, so that short-term keys stop too', async () => {
    const [, policy] = (await open.plan(ID, params)).calls;
    expect(String(policy?.input['PolicyDocument'])).toMatch(
      /"bedrock:CallWithBearerToken","bedrock-mantle:CallWithBearerToken"/,
    );
  });

  it('refuses a key the user does not have', async () => {
    await expect(open.plan(ID, { userName, credentialId: 'ACCAEXAMPLE000000000' })).rejects.toMatchObject({
      why: expect.stringContaining('has no service-specific credential') as string,
    });
  });
});
