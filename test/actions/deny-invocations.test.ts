import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import {
  BedrockAgentCoreControlClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, OPERATOR } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'bedrock-agentcore/deny-invocations';
const resource = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/support_agent-example001';
const gateway = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/support-tools-example001';

const control = ({ account }: ActionCase) =>
  new BedrockAgentCoreControlClient(account.settings(account.responder));

function invoke({ account }: ActionCase, name = 'adminSession'): Promise<string> {
  const credentials = name === 'responder' ? account.responder : account.intruder[name];
  if (credentials === undefined) throw new Error(`the story has no ${name}`);
  const client = new BedrockAgentCoreClient(account.settings(credentials));
  const payload = Buffer.from('{"prompt":"Hello"}');
  return refused(client.send(new InvokeAgentRuntimeCommand({ agentRuntimeArn: resource, payload })));
}

const OTHER = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Partner',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: 'bedrock-agentcore:InvokeAgentRuntime',
      Resource: resource,
    },
  ],
});

const put = (open: ActionCase, policy: string) =>
  control(open).send(new PutResourcePolicyCommand({ resourceArn: resource, policy }));

checkAction({
  id: ID,
  params: { resource, principals: [ADMIN_ROLE] },
  calls: ['PutResourcePolicy'],
  proof: { act: invoke, free: 'went through', inForce: 'AccessDeniedException' },
  tamper: (open) => put(open, OTHER),
  own: { resource, principals: [OPERATOR] },
});

describe('bedrock-agentcore/deny-invocations', () => {
  it('shuts everybody out but those listed, keeps the statements that are there, and gives them back', async () => {
    const open = await actionCase();
    await put(open, OTHER);
    const policy = async () =>
      (await control(open).send(new GetResourcePolicyCommand({ resourceArn: resource }))).policy;
    const entry = await open.apply(ID, { resource, allow: [OPERATOR] });
    expect([await invoke(open), await invoke(open, 'responder')]).toEqual([
      'AccessDeniedException',
      'went through',
    ]);
    expect(await policy()).toContain('Partner');
    await open.undo(entry);
    expect(await policy()).toBe(OTHER);
    await open.close();
  });

  it('denies the calls of a gateway, and refuses to do so to the operator too', async () => {
    const open = await actionCase();
    await open.apply(ID, { resource: gateway, principals: [ADMIN_ROLE] });
    expect(open.account.world.agentCore('us-east-1').policies.get(gateway)).toContain('InvokeGateway');
    await expect(open.plan(ID, { resource })).rejects.toMatchObject({
      why: expect.stringContaining('heptad works with') as string,
    });
    await expect(
      open.plan(ID, { resource, principals: [ADMIN_ROLE], allow: [OPERATOR] }),
    ).rejects.toMatchObject({ why: expect.stringContaining('both principals and allow') as string });
    await open.close();
  });
});
