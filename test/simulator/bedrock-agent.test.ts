import * as agent from '@aws-sdk/client-bedrock-agent';
import * as agentRuntime from '@aws-sdk/client-bedrock-agent-runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CloudTrailRecord } from '../../src/simulator/story/cloudtrail-record.ts';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const agentId = 'AGEXAMPLE1';
const agentAliasId = 'ALEXAMPLE1';
const knowledgeBaseId = 'KBEXAMPLE1';
const dataSourceId = 'DSEXAMPLE1';

let account: TestAccount;
let client: agent.BedrockAgentClient;
let runtime: agentRuntime.BedrockAgentRuntimeClient;
beforeEach(async () => {
  account = await testAccount();
  client = new agent.BedrockAgentClient(account.settings(account.responder));
  runtime = new agentRuntime.BedrockAgentRuntimeClient(account.settings(account.responder));
});

function lastOf(name: string): CloudTrailRecord | undefined {
  return account.world.trail.events.findLast(
    ({ record, time }) => record.eventName === name && time <= account.clock.now(),
  )?.record;
}

async function invoke(aliasId: string): Promise<string> {
  const { completion } = await runtime.send(
    new agentRuntime.InvokeAgentCommand({
      agentId,
      agentAliasId: aliasId,
      sessionId: 's',
      inputText: 'a secret',
    }),
  );
  let text = '';
  for await (const { chunk } of completion ?? []) text += Buffer.from(chunk?.bytes ?? []).toString('utf8');
  return text;
}

const updateAlias = (more: Partial<agent.UpdateAgentAliasCommandInput>) =>
  client.send(
    new agent.UpdateAgentAliasCommand({ agentId, agentAliasId, agentAliasName: 'production', ...more }),
  );

describe('agents', () => {
  it('are stopped by their alias and started again', async () => {
    const routingConfiguration = [{ agentVersion: '1' }];
    expect(await invoke(agentAliasId)).toContain('simulated answer');
    expect(lastOf('InvokeAgent')).toMatchObject({
      managementEvent: false,
      readOnly: true,
      requestParameters: { agentId, agentAliasId, inputText: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      resources: [{ type: 'AWS::Bedrock::AgentAlias' }],
      tlsDetails: { clientProvidedHostHeader: 'bedrock-agent-runtime.us-east-1.amazonaws.com' },
    });
    await updateAlias({ routingConfiguration, aliasInvocationState: 'REJECT_INVOCATIONS' });
    expect(await refused(invoke(agentAliasId))).toBe('ValidationException');
    expect(await refused(invoke('TSTALIASID'))).toBe('went through');
    await updateAlias({ routingConfiguration, aliasInvocationState: 'ACCEPT_INVOCATIONS' });
    expect(await refused(invoke(agentAliasId))).toBe('went through');
  });

  it('get a version when an alias is updated without a route', async () => {
    const { agentAlias } = await updateAlias({});
    expect([agentAlias?.routingConfiguration, agentAlias?.description]).toEqual([
      [{ agentVersion: '2' }],
      undefined,
    ]);
    const { agentVersionSummaries = [] } = await client.send(new agent.ListAgentVersionsCommand({ agentId }));
    expect(agentVersionSummaries.map(({ agentVersion }) => agentVersion)).toEqual(['DRAFT', '1', '2']);
    expect(await refused(updateAlias({ routingConfiguration: [{ agentVersion: '9' }] }))).toBe(
      'ValidationException',
    );
  });

  it('lose what an update leaves out, in the draft alone', async () => {
    const before = await client.send(new agent.GetAgentCommand({ agentId }));
    expect(before.agent?.guardrailConfiguration).toBeUndefined();
    const names = { agentId, agentVersion: 'DRAFT', actionGroupId: 'ACEXAMPLE1' };
    const { agentActionGroup } = await client.send(
      new agent.UpdateAgentActionGroupCommand({
        ...names,
        actionGroupName: 'notify-customer',
        actionGroupState: 'DISABLED',
      }),
    );
    expect([agentActionGroup?.actionGroupExecutor, agentActionGroup?.functionSchema]).toEqual([
      undefined,
      undefined,
    ]);
    const inVersion = await client.send(
      new agent.GetAgentActionGroupCommand({ ...names, agentVersion: '1' }),
    );
    expect(inVersion.agentActionGroup).toMatchObject({
      actionGroupState: 'ENABLED',
      actionGroupExecutor: { lambda: expect.stringContaining('support-assistant-notify') as string },
    });
    expect((await client.send(new agent.GetAgentCommand({ agentId }))).agent?.agentStatus).toBe(
      'NOT_PREPARED',
    );
    await client.send(new agent.PrepareAgentCommand({ agentId }));
    await updateAlias({});
    const second = await client.send(new agent.GetAgentActionGroupCommand({ ...names, agentVersion: '2' }));
    expect(second.agentActionGroup?.actionGroupState).toBe('DISABLED');
    expect(
      await refused(client.send(new agent.DeleteAgentActionGroupCommand({ ...names, agentVersion: '1' }))),
    ).toBe('ValidationException');
  });

  it('keep the tool that the intruder gave them, until it is deleted', async () => {
    const list = async () =>
      (
        await client.send(new agent.ListAgentActionGroupsCommand({ agentId, agentVersion: 'DRAFT' }))
      ).actionGroupSummaries?.map(({ actionGroupName }) => actionGroupName);
    expect(await list()).toEqual(['notify-customer', 'run-code']);
    const remove = (skipResourceInUseCheck: boolean) =>
      client.send(
        new agent.DeleteAgentActionGroupCommand({
          agentId,
          agentVersion: 'DRAFT',
          actionGroupId: 'ACEXAMPLE2',
          skipResourceInUseCheck,
        }),
      );
    expect(await refused(remove(false))).toBe('ConflictException');
    await remove(true);
    expect(await list()).toEqual(['notify-customer']);
  });

  it('are closed to those who may not change them', async () => {
    const stolen = new agent.BedrockAgentClient(
      account.settings(account.intruder['stolenSession'] ?? account.responder),
    );
    expect(await refused(stolen.send(new agent.PrepareAgentCommand({ agentId })))).toBe(
      'AccessDeniedException',
    );
    expect(lastOf('PrepareAgent')?.errorMessage).toContain(`agent/${agentId}`);
  });
});

describe('knowledge bases', () => {
  const retrieve = async (text: string): Promise<readonly (string | undefined)[]> => {
    const { retrievalResults = [] } = await runtime.send(
      new agentRuntime.RetrieveCommand({ knowledgeBaseId, retrievalQuery: { text } }),
    );
    return retrievalResults.map(
      ({ location }) => location?.s3Location?.uri ?? location?.customDocumentLocation?.id,
    );
  };
  const start = () => client.send(new agent.StartIngestionJobCommand({ knowledgeBaseId, dataSourceId }));
  const status = async (ingestionJobId: string) =>
    (await client.send(new agent.GetIngestionJobCommand({ knowledgeBaseId, dataSourceId, ingestionJobId })))
      .ingestionJob;

  it('answer from what was taken in, the poisoned document too', async () => {
    expect((await retrieve('returns policy update')).join(' ')).toContain('zz-policy-update-2026.html');
    const generated = await runtime.send(
      new agentRuntime.RetrieveAndGenerateCommand({
        input: { text: 'returns policy' },
        retrieveAndGenerateConfiguration: {
          type: 'KNOWLEDGE_BASE',
          knowledgeBaseConfiguration: { knowledgeBaseId, modelArn: 'anthropic.claude-3-haiku-20240307-v1:0' },
        },
      }),
    );
    expect(generated.citations?.[0]?.retrievedReferences?.length).toBeGreaterThan(0);
    expect(lastOf('Retrieve')).toMatchObject({
      managementEvent: false,
      requestParameters: { retrievalQuery: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      resources: [{ type: 'AWS::Bedrock::KnowledgeBase' }],
    });
  });

  it('run one ingestion at a time, and stop it', async () => {
    const { ingestionJob } = await start();
    const id = ingestionJob?.ingestionJobId ?? '';
    expect(ingestionJob?.status).toBe('STARTING');
    expect(await refused(start())).toBe('ConflictException');
    const stop = () =>
      client.send(new agent.StopIngestionJobCommand({ knowledgeBaseId, dataSourceId, ingestionJobId: id }));
    await stop();
    account.clock.advance(60_000);
    expect((await status(id))?.status).toBe('STOPPED');
    expect(await refused(stop())).toBe('ConflictException');
    const next = (await start()).ingestionJob?.ingestionJobId ?? '';
    account.clock.advance(3_600_000);
    const done = await status(next);
    expect([done?.status, (done?.statistics?.numberOfDocumentsScanned ?? 0) > 10]).toEqual([
      'COMPLETE',
      true,
    ]);
  });

  it('take single documents in and out', async () => {
    const names = { knowledgeBaseId, dataSourceId };
    await client.send(
      new agent.IngestKnowledgeBaseDocumentsCommand({
        ...names,
        documents: [
          {
            content: {
              dataSourceType: 'CUSTOM',
              custom: {
                customDocumentIdentifier: { id: 'd1' },
                sourceType: 'IN_LINE',
                inlineContent: { type: 'TEXT', textContent: { data: 'zeppelin timetable' } },
              },
            },
          },
        ],
      }),
    );
    expect(await retrieve('zeppelin')).toEqual(['custom:d1']);
    await client.send(
      new agent.DeleteKnowledgeBaseDocumentsCommand({
        ...names,
        documentIdentifiers: [{ dataSourceType: 'CUSTOM', custom: { id: 'd1' } }],
      }),
    );
    expect(await retrieve('zeppelin')).toEqual([]);
  });

  it('are frozen for an agent in its draft, and an agent without its knowledge base does not run', async () => {
    const { agentKnowledgeBase } = await client.send(
      new agent.UpdateAgentKnowledgeBaseCommand({
        agentId,
        agentVersion: 'DRAFT',
        knowledgeBaseId,
        knowledgeBaseState: 'DISABLED',
      }),
    );
    expect(agentKnowledgeBase).toMatchObject({
      knowledgeBaseState: 'DISABLED',
      description: 'The manuals of the shop',
    });
    await client.send(new agent.PrepareAgentCommand({ agentId }));
    await client.send(new agent.DeleteKnowledgeBaseCommand({ knowledgeBaseId }));
    expect(await refused(retrieve('returns'))).toBe('ResourceNotFoundException');
    expect(await refused(invoke(agentAliasId))).toBe('ResourceNotFoundException');
    expect(await refused(invoke('TSTALIASID'))).toBe('went through');
  });

  it('show the source that the intruder added', async () => {
    const { dataSourceSummaries = [] } = await client.send(
      new agent.ListDataSourcesCommand({ knowledgeBaseId }),
    );
    expect(dataSourceSummaries.map(({ name }) => name)).toEqual(['manuals', 'partner-documents']);
  });
});

describe('flows and prompts', () => {
  it('are repointed and replaced', async () => {
    const names = { flowIdentifier: 'FLEXAMPLE1', aliasIdentifier: 'FAEXAMPLE1' };
    await client.send(
      new agent.UpdateFlowAliasCommand({
        ...names,
        name: 'production',
        routingConfiguration: [{ flowVersion: '2' }],
      }),
    );
    expect((await client.send(new agent.GetFlowAliasCommand(names))).routingConfiguration).toEqual([
      { flowVersion: '2' },
    ]);
    const { responseStream } = await runtime.send(
      new agentRuntime.InvokeFlowCommand({
        flowIdentifier: 'FLEXAMPLE1',
        flowAliasIdentifier: 'FAEXAMPLE1',
        inputs: [{ nodeName: 'Input', nodeOutputName: 'document', content: { document: 'x' } }],
      }),
    );
    const events: string[] = [];
    for await (const event of responseStream ?? []) events.push(...Object.keys(event));
    expect(events).toEqual(['flowOutputEvent', 'flowCompletionEvent']);
    await client.send(new agent.UpdatePromptCommand({ promptIdentifier: 'PREXAMPLE1', name: 'changed' }));
    expect((await client.send(new agent.ListPromptsCommand({}))).promptSummaries?.[0]?.name).toBe('changed');
  });
});
