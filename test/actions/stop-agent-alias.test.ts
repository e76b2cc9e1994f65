import { BedrockAgentClient, UpdateAgentAliasCommand } from '@aws-sdk/client-bedrock-agent';
import { BedrockAgentRuntimeClient, InvokeAgentCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'bedrock-agent/stop-agent-alias';
const params = { agentId: 'AGEXAMPLE1', aliasId: 'ALEXAMPLE1' };

function invoke({ account }: ActionCase, agentAliasId = params.aliasId): Promise<string> {
  const { adminSession } = account.intruder;
  if (adminSession === undefined) throw new Error('the story has no admin session');
  return refused(
    new BedrockAgentRuntimeClient(account.settings(adminSession)).send(
      new InvokeAgentCommand({
        agentId: params.agentId,
        agentAliasId,
        sessionId: 'session-1',
        inputText: 'Hello',
      }),
    ),
  );
}

checkAction({
  id: ID,
  params,
  calls: ['UpdateAgentAlias'],
  proof: { act: invoke, free: 'went through', inForce: 'ValidationException' },
  tamper: ({ account }) =>
    new BedrockAgentClient(account.settings(account.responder)).send(
      // Without a route, a version is made, and the alias points to it.
      new UpdateAgentAliasCommand({
        agentId: params.agentId,
        agentAliasId: params.aliasId,
        agentAliasName: 'production',
      }),
    ),
});

describe('bedrock-agent/stop-agent-alias', () => {
  it('makes no version, leaves other aliases alone, and refuses one that is not there', async () => {
    const open = await actionCase();
    const versions = () => [
      ...(open.account.world.agents('us-east-1').agents.get(params.agentId)?.versions.keys() ?? []),
    ];
    const before = versions();
    await open.undo(await open.apply(ID, params));
    expect(versions()).toEqual(before);
    await open.apply(ID, params);
    expect(await invoke(open, 'TSTALIASID')).toBe('went through');
    await expect(open.plan(ID, { ...params, aliasId: 'ALEXAMPLE9' })).rejects.toMatchObject({
      why: expect.stringContaining('no alias') as string,
    });
    await open.close();
  });

  it('stops the alias of the draft too, whose route cannot be given', async () => {
    const open = await actionCase();
    const draft = { ...params, aliasId: 'TSTALIASID' };
    const entry = await open.apply(ID, draft);
    expect(await invoke(open, 'TSTALIASID')).toBe('ValidationException');
    await open.undo(entry);
    expect(await invoke(open, 'TSTALIASID')).toBe('went through');
    await open.close();
  });
});
