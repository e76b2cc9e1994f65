import {
  BedrockAgentCoreControlClient,
  GetAgentRuntimeEndpointCommand,
  UpdateAgentRuntimeEndpointCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { describe, expect, it } from 'vitest';
import { reportActions } from '../../src/app/report-actions.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

const RUNTIME = 'support_agent-example001';
const ENDPOINT = 'bedrock-agentcore/restore-runtime-endpoint';
const SESSION = 'bedrock-agentcore/stop-runtime-session';
const names = { agentRuntimeId: RUNTIME, endpointName: 'DEFAULT' };
const params = { agentRuntimeId: RUNTIME, endpoint: 'DEFAULT', version: '1' };
const session = { agentRuntimeId: RUNTIME, sessionId: 'support-session-example-0000000000001' };

const client = ({ account }: ActionCase) =>
  new BedrockAgentCoreControlClient(account.settings(account.responder));

async function live(open: ActionCase): Promise<unknown> {
  open.account.clock.advance(60_000);
  return (await client(open).send(new GetAgentRuntimeEndpointCommand(names))).liveVersion;
}

const sessionsOf = ({ account }: ActionCase) =>
  account.world.agentCore('us-east-1').runtimes.get(RUNTIME)?.sessions.size;

checkAction({
  id: ENDPOINT,
  params,
  calls: ['UpdateAgentRuntimeEndpoint'],
  proof: { act: live, free: '2', inForce: '1' },
  withoutResidue: ({ status: _status, ...observed }) => observed,
});

describe('bedrock-agentcore/restore-runtime-endpoint', () => {
  it('refuses what is not there, and an endpoint that is being moved', async () => {
    const open = await actionCase();
    const why = (part: string) => ({ why: expect.stringContaining(part) as string });
    await expect(open.plan(ENDPOINT, { ...params, endpoint: 'gone' })).rejects.toMatchObject(
      why('no endpoint gone'),
    );
    await expect(open.plan(ENDPOINT, { ...params, version: '9' })).rejects.toMatchObject(why('no version 9'));
    await client(open).send(new UpdateAgentRuntimeEndpointCommand({ ...names, agentRuntimeVersion: '2' }));
    await expect(open.plan(ENDPOINT, params)).rejects.toMatchObject(why('is UPDATING'));
    await open.close();
  });
});

describe('bedrock-agentcore/stop-runtime-session', () => {
  it('ends the session, says that nothing reads it back, and offers no undo', async () => {
    const open = await actionCase();
    const plan = await open.plan(SESSION, session);
    expect([plan.calls.map(({ operation }) => operation), sessionsOf(open)]).toEqual([
      ['StopRuntimeSession'],
      1,
    ]);
    expect(plan.blast.join()).toContain('tells of no session whether it runs');
    const entry = await open.apply(SESSION, session);
    expect(sessionsOf(open)).toBe(0);
    expect(open.book.state.actions[entry]?.status).toBe('applied');
    expect(reportActions(open.book.state).at(-1)?.verification).toMatch(/not read back/);
    await expect(open.undo(entry)).rejects.toThrow(/cannot be undone/);
    await open.close();
  });

  it('takes the word of the service that the session is gone already', async () => {
    const open = await actionCase();
    await open.apply(SESSION, session);
    const again = await open.apply(SESSION, session);
    expect(open.book.state.actions[again]?.status).toBe('applied');
    await open.close();
  });

  it('refuses a runtime that is not there', async () => {
    const open = await actionCase();
    await expect(open.plan(SESSION, { ...session, agentRuntimeId: 'gone' })).rejects.toMatchObject({
      why: expect.stringContaining('no agent runtime gone') as string,
    });
    await open.close();
  });
});
