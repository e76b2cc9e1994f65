import {
  BedrockAgentClient,
  GetAgentActionGroupCommand,
  UpdateAgentActionGroupCommand,
} from '@aws-sdk/client-bedrock-agent';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

const ID = 'bedrock-agent/disable-action-group';
const agentId = 'AGEXAMPLE1';
const names = { agentId, agentVersion: 'DRAFT', actionGroupId: 'ACEXAMPLE1' };
const params = { agentId, actionGroupId: 'ACEXAMPLE1' };

const agents = ({ account }: ActionCase) => new BedrockAgentClient(account.settings(account.responder));
const entryOf = ({ account }: ActionCase) => account.world.agents('us-east-1').agents.get(agentId);

/** What the test alias runs, and what production runs. */
function running(open: ActionCase): Promise<unknown> {
  const entry = entryOf(open);
  return Promise.resolve(
    [entry?.prepared, entry?.versions.get('1')].map(
      (build) => build?.actionGroups.get(params.actionGroupId)?.actionGroupState,
    ),
  );
}

async function group(open: ActionCase) {
  const { agentActionGroup } = await agents(open).send(new GetAgentActionGroupCommand(names));
  return agentActionGroup;
}

checkAction({
  id: ID,
  params,
  calls: ['UpdateAgentActionGroup', 'PrepareAgent'],
  proof: { act: running, free: ['ENABLED', 'ENABLED'], inForce: ['DISABLED', 'ENABLED'] },
  tamper: async (open) =>
    agents(open).send(
      new UpdateAgentActionGroupCommand({
        ...names,
        actionGroupName: 'notify-customer',
        actionGroupState: 'DISABLED',
        functionSchema: (await group(open))?.functionSchema,
        description: 'changed since',
      }),
    ),
});

describe('bedrock-agent/disable-action-group', () => {
  it('passes along what an update would drop, and says whom it does not reach', async () => {
    const open = await actionCase();
    const before = await group(open);
    expect((await open.plan(ID, params)).blast.join('\n')).toContain('alias production (version 1)');
    await open.apply(ID, params);
    expect(await group(open)).toEqual({
      ...before,
      actionGroupState: 'DISABLED',
      updatedAt: expect.any(Date),
    });
    await open.close();
  });

  it('disables a tool of AWS’s own, such as the code interpreter that the intruder gave it', async () => {
    const open = await actionCase();
    const own = { agentId, actionGroupId: 'ACEXAMPLE2' };
    const before = await open.observe(ID, own);
    const entry = await open.apply(ID, own);
    expect(entryOf(open)?.prepared?.actionGroups.get('ACEXAMPLE2')).toMatchObject({
      actionGroupState: 'DISABLED',
      parentActionSignature: 'AMAZON.CodeInterpreter',
    });
    await open.undo(entry);
    expect(await open.observe(ID, own)).toEqual(before);
    await open.close();
  });

  it('refuses a tool that the draft has not', async () => {
    const open = await actionCase();
    await expect(open.plan(ID, { agentId, actionGroupId: 'ACEXAMPLE9' })).rejects.toMatchObject({
      why: expect.stringContaining('no action group ACEXAMPLE9') as string,
    });
    await open.close();
  });
});
