import {
  BedrockAgentClient,
  StartIngestionJobCommand,
  UpdateAgentKnowledgeBaseCommand,
} from '@aws-sdk/client-bedrock-agent';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, checkAction, OPERATOR, still } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'bedrock-agent/freeze-knowledge-base';
const knowledgeBaseId = 'KBEXAMPLE1';
const dataSourceId = 'DSEXAMPLE1';
const params = { knowledgeBaseId, principal: ADMIN_ROLE };

function start({ account }: ActionCase, as: 'intruder' | 'responder'): Promise<unknown> {
  const { responder, intruder } = account;
  const credentials = as === 'responder' ? responder : (intruder['adminSession'] ?? responder);
  return new BedrockAgentClient(account.settings(credentials)).send(
    new StartIngestionJobCommand({ knowledgeBaseId, dataSourceId }),
  );
}

checkAction({
  id: ID,
  params,
  prepare: (open) => start(open, 'responder'),
  calls: ['PutRolePolicy', 'StopIngestionJob', 'UpdateAgentKnowledgeBase', 'PrepareAgent'],
  proof: {
    act: (open) => refused(start(open, 'intruder')),
    // A job of the source is running.
    free: 'ConflictException',
    inForce: 'AccessDeniedException',
    undone: 'went through',
  },
  tamper: ({ account }) =>
    new BedrockAgentClient(account.settings(account.responder))
      .send(
        new UpdateAgentKnowledgeBaseCommand({
          agentId: 'AGEXAMPLE1',
          agentVersion: 'DRAFT',
          knowledgeBaseId,
          knowledgeBaseState: 'ENABLED',
        }),
      )
      .then(() => {
        account.world.iam.roles.get('data-platform-admin')?.inline.delete('heptad-freeze-knowledge-base');
        account.world.iam.roles
          .get('data-platform-admin')
          ?.inline.set('heptad-freeze-knowledge-base', '{"Version":"2012-10-17","Statement":[]}');
      }),
  conflict: /inline policy heptad-freeze-knowledge-base of role data-platform-admin is/,
  // What was stopped is not started again.
  withoutResidue: ({ running: _running, ...observed }) => still(observed),
  own: { knowledgeBaseId, principal: OPERATOR },
});

describe('bedrock-agent/freeze-knowledge-base', () => {
  it('stops what comes in without a principal to deny, and leaves others alone', async () => {
    const open = await actionCase();
    await start(open, 'responder');
    await open.apply(ID, { knowledgeBaseId });
    expect(open.changesInTrail()).toEqual(['StopIngestionJob', 'UpdateAgentKnowledgeBase', 'PrepareAgent']);
    const build = open.account.world.agents('us-east-1').agents.get('AGEXAMPLE1')?.prepared;
    expect(build?.knowledgeBases.get(knowledgeBaseId)).toMatchObject({
      knowledgeBaseState: 'DISABLED',
      description: 'The manuals of the shop',
    });
    // Nobody was denied: it says so, and the next ingestion is found.
    await start(open, 'intruder');
    expect((await open.plan(ID, { knowledgeBaseId })).calls.map(({ operation }) => operation)).toEqual([
      'StopIngestionJob',
    ]);
    await open.close();
  });

  it('refuses a knowledge base that is not there', async () => {
    const open = await actionCase();
    await expect(open.plan(ID, { knowledgeBaseId: 'KBEXAMPLE9' })).rejects.toMatchObject({
      why: expect.stringContaining('no knowledge base KBEXAMPLE9') as string,
    });
    await open.close();
  });
});
