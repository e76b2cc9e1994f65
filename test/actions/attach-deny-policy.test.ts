import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import {
  CreatePolicyCommand,
  ListPoliciesCommand,
  OrganizationsClient,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, OPERATOR } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'organizations/attach-deny-policy';
const OTHER = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"ses:*","Resource":"*"}}';
const params = {
  target: '111122223333',
  name: 'heptad-stop-inference',
  actions: ['bedrock:InvokeModel', 'bedrock-mantle:*'],
  except: [OPERATOR],
};

const organizations = ({ account }: ActionCase) =>
  new OrganizationsClient(account.settings(account.responder));

async function ask({ account }: ActionCase): Promise<readonly string[]> {
  const { adminSession = account.responder } = account.intruder;
  return Promise.all(
    [adminSession, account.responder].map((credentials) =>
      refused(
        new BedrockRuntimeClient(account.settings(credentials)).send(
          new ConverseCommand({
            modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
            messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
          }),
        ),
      ),
    ),
  );
}

async function rewrite(open: ActionCase): Promise<void> {
  const { Policies = [] } = await organizations(open).send(
    new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  const PolicyId = Policies.find(({ Name }) => Name === params.name)?.Id;
  await organizations(open).send(new UpdatePolicyCommand({ PolicyId, Content: OTHER }));
}

checkAction({
  id: ID,
  params,
  calls: ['CreatePolicy', 'AttachPolicy'],
  proof: {
    act: ask,
    free: ['went through', 'went through'],
    inForce: ['AccessDeniedException', 'went through'],
  },
  tamper: rewrite,
  conflict: /says something else now/,
  // The policy stays, attached to nothing.
  withoutResidue: ({ policyId: _policyId, content: _content, ...observed }) => observed,
  own: { ...params, except: [ADMIN_ROLE] },
});

describe('organizations/attach-deny-policy', () => {
  it('does not touch a policy of that name that says something else', async () => {
    const open = await actionCase();
    await organizations(open).send(
      new CreatePolicyCommand({
        Name: params.name,
        Description: 'of others',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: OTHER,
      }),
    );
    await expect(open.plan(ID, params)).rejects.toMatchObject({
      why: expect.stringContaining('says something else') as string,
    });
    expect(open.changesInTrail()).toEqual([]);
    await open.close();
  });

  it('refuses to lock out a break-glass principal', async () => {
    const glass = 'arn:aws:iam::111122223333:role/break-glass';
    const open = await actionCase({ organization: { ...NO_ORGANIZATION, breakGlass: [glass] } });
    await expect(open.plan(ID, params)).rejects.toMatchObject({
      why: expect.stringContaining('break-glass') as string,
    });
    expect((await open.plan(ID, { ...params, except: [OPERATOR, glass] })).calls).toHaveLength(2);
    await open.close();
  });
});
