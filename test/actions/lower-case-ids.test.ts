import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetKnowledgeBase.html: `[0-9a-zA-Z]{10}`. */
describe('ids of agents and knowledge bases', () => {
  let open: ActionCase;
  beforeAll(async () => {
    open = await actionCase();
  });
  afterAll(() => open.close());

  it.each([
    ['cloudwatch-logs/deliver-knowledge-logs', { knowledgeBase: 'kb0example1', logGroup: '/example/logs' }],
    ['bedrock-agent/attach-guardrail', { agentId: 'ag0example1', guardrail: 'hr-portal' }],
  ])('%s refuses one of eleven characters for its form', async (id, params) => {
    await expect(open.plan(id, params)).rejects.toMatchObject({ exitCode: 2 });
  });

  it.each([
    ['cloudwatch-logs/deliver-knowledge-logs', { knowledgeBase: 'kbexample1', logGroup: '/example/logs' }],
    ['bedrock-agent/attach-guardrail', { agentId: 'agexample1', guardrail: 'hr-portal' }],
  ])('%s looks for one in lower case', async (id, params) => {
    await expect(open.plan(id, params)).rejects.toMatchObject({
      why: expect.stringMatching(/there is no (knowledge base|agent) \w+example1/) as string,
    });
  });
});
