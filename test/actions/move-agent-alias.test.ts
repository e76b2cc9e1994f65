import {
  BedrockAgentClient,
  GetAgentAliasCommand,
  UpdateAgentAliasCommand,
} from '@aws-sdk/client-bedrock-agent';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

const ID = 'bedrock-agent/move-agent-alias';
const names = { agentId: 'AGEXAMPLE1', aliasId: 'ALEXAMPLE1' };

const agents = ({ account }: ActionCase) => new BedrockAgentClient(account.settings(account.responder));

async function route(open: ActionCase): Promise<string | undefined> {
  const { agentAlias } = await agents(open).send(
    new GetAgentAliasCommand({ agentId: names.agentId, agentAliasId: names.aliasId }),
  );
  return agentAlias?.routingConfiguration?.[0]?.agentVersion;
}

/** Without a route, a version is made, and the alias points to it. */
function newVersion(open: ActionCase): Promise<unknown> {
  return agents(open).send(
    new UpdateAgentAliasCommand({
      agentId: names.agentId,
      agentAliasId: names.aliasId,
      agentAliasName: 'production',
    }),
  );
}

checkAction({
  id: ID,
  params: { ...names, version: '1' },
  prepare: newVersion,
  calls: ['UpdateAgentAlias'],
  proof: { act: route, free: '2', inForce: '1' },
  tamper: newVersion,
  conflict: /route of alias ALEXAMPLE1 is \[\{"agentVersion":"3"\}\]/,
});

describe('bedrock-agent/move-agent-alias', () => {
  it('leaves a stopped alias stopped, and makes no version', async () => {
    const open = await actionCase();
    await newVersion(open);
    await open.apply('bedrock-agent/stop-agent-alias', names);
    await open.apply(ID, { ...names, version: '1' });
    const { agentAlias } = await agents(open).send(
      new GetAgentAliasCommand({ agentId: names.agentId, agentAliasId: names.aliasId }),
    );
    expect(agentAlias).toMatchObject({ aliasInvocationState: 'REJECT_INVOCATIONS' });
    expect(open.account.world.agents('us-east-1').agents.get(names.agentId)?.versions.size).toBe(2);
    await open.close();
  });

  it.each([
    [{ ...names, version: '9' }, 'no version 9'],
    [{ ...names, aliasId: 'TSTALIASID', version: '1' }, 'always runs the draft'],
    [{ ...names, aliasId: 'ALEXAMPLE9', version: '1' }, 'no alias'],
  ])('refuses %j', async (params, why) => {
    const open = await actionCase();
    await expect(open.plan(ID, params)).rejects.toMatchObject({
      why: expect.stringContaining(why) as string,
    });
    await open.close();
  });
});
