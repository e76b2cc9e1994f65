import * as agent from '@aws-sdk/client-bedrock-agent';
import * as lambda from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { InvokeAgentCommand, BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import {
  containment,
  each,
  outcomes,
  WENT_THROUGH,
  type Calls,
  type Containment,
} from '../../support/containment.ts';
import { builtCalls, modelCalls } from '../../support/inference-calls.ts';

const alias = { agentId: 'AGEXAMPLE1', agentAliasId: 'ALEXAMPLE1' };
const routingConfiguration = [{ agentVersion: '1' }];

let opened: Containment;
beforeEach(async () => {
  opened = await containment();
});

describe('C12, an agent stopped by its alias', () => {
  let client: agent.BedrockAgentClient;
  beforeEach(() => {
    client = new agent.BedrockAgentClient(opened.settings(opened.responder));
  });
  const set = (aliasInvocationState: agent.AliasInvocationState): Promise<unknown> =>
    client.send(
      new agent.UpdateAgentAliasCommand({
        ...alias,
        agentAliasName: 'production',
        routingConfiguration,
        aliasInvocationState,
      }),
    );
  const invoke = (name: string, agentAliasId: string) => (): Promise<unknown> =>
    new BedrockAgentRuntimeClient(opened.heldSettings(name)).send(
      new InvokeAgentCommand({ ...alias, agentAliasId, sessionId: 's', inputText: 'Hello' }),
    );

  it('refuses everybody who calls that alias', async () => {
    const calls: Calls = {
      'session of the role': invoke('adminSession', 'ALEXAMPLE1'),
      'key of the user': invoke('secondKey', 'ALEXAMPLE1'),
      'stolen session of the application': invoke('stolenSession', 'ALEXAMPLE1'),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
    await set('REJECT_INVOCATIONS');
    expect(await outcomes(calls)).toEqual(each(calls, 'ValidationException'));
    await set('ACCEPT_INVOCATIONS');
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });

  it('leaves the other aliases, that of the draft too, and what the agent is built of', async () => {
    const { agentAlias } = await client.send(
      new agent.CreateAgentAliasCommand({
        agentId: alias.agentId,
        agentAliasName: 'second',
        routingConfiguration,
      }),
    );
    await set('REJECT_INVOCATIONS');
    const { Retrieve, RetrieveAndGenerate } = builtCalls(opened.heldSettings('adminSession'));
    const calls: Calls = {
      'alias of the draft': invoke('adminSession', 'TSTALIASID'),
      'another alias': invoke('adminSession', agentAlias?.agentAliasId ?? ''),
      ...(Retrieve === undefined ? {} : { Retrieve }),
      ...(RetrieveAndGenerate === undefined ? {} : { RetrieveAndGenerate }),
      ...modelCalls(opened.heldSettings('adminSession')),
    };
    expect(Object.keys(calls)).toHaveLength(8);
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });

  it('makes no version when the current route is given, and one when it is left out', async () => {
    const versions = async (): Promise<readonly unknown[]> => {
      const { agentVersionSummaries = [] } = await client.send(
        new agent.ListAgentVersionsCommand({ agentId: alias.agentId }),
      );
      return agentVersionSummaries.map(({ agentVersion }) => agentVersion);
    };
    const before = await versions();
    await set('REJECT_INVOCATIONS');
    expect(await versions()).toEqual(before);
    await client.send(
      new agent.UpdateAgentAliasCommand({
        ...alias,
        agentAliasName: 'production',
        aliasInvocationState: 'REJECT_INVOCATIONS',
      }),
    );
    expect(await versions()).toHaveLength(before.length + 1);
  });
});

describe('C22, a function stopped', () => {
  const FunctionName = 'support-assistant-notify';
  const reserve = (ReservedConcurrentExecutions: number): Promise<unknown> =>
    opened.responders.lambda.send(
      new lambda.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }),
    );
  const invoke = (name: string, Qualifier?: string) => (): Promise<unknown> =>
    opened
      .held('adminSession')
      .lambda.send(
        new lambda.InvokeCommand({ FunctionName: name, ...(Qualifier === undefined ? {} : { Qualifier }) }),
      );

  it('refuses every invocation that waits for an answer, of all versions', async () => {
    const { Version } = await opened.responders.lambda.send(
      new lambda.PublishVersionCommand({ FunctionName }),
    );
    const calls: Calls = {
      'latest code': invoke(FunctionName),
      'a version': invoke(FunctionName, Version),
      'the same by its ARN': invoke(`arn:aws:lambda:us-east-1:111122223333:function:${FunctionName}`),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
    await reserve(0);
    expect(await outcomes(calls)).toEqual(each(calls, 'TooManyRequestsException'));
  });

  it('takes events into its queue, and runs none of them', async () => {
    await reserve(0);
    const logGroupName = `/aws/lambda/${FunctionName}`;
    const before = opened.world.logs('us-east-1').groups.get(logGroupName)?.streams.size;
    const { StatusCode } = await opened
      .held('adminSession')
      .lambda.send(new lambda.InvokeCommand({ FunctionName, InvocationType: 'Event' }));
    expect(StatusCode).toBe(202);
    expect(opened.world.logs('us-east-1').groups.get(logGroupName)?.streams.size).toBe(before);
  });

  it('leaves other functions, and who may change it can start it again', async () => {
    await reserve(0);
    const admin = opened.held('adminSession').lambda;
    const calls: Calls = {
      'another function': invoke('support-assistant'),
      UpdateFunctionConfiguration: () =>
        admin.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 60 })),
      GetFunction: () => admin.send(new lambda.GetFunctionCommand({ FunctionName })),
      DeleteFunctionConcurrency: () =>
        admin.send(new lambda.DeleteFunctionConcurrencyCommand({ FunctionName })),
      'and again': invoke(FunctionName),
    };
    expect(await outcomes(calls)).toEqual(each(calls, WENT_THROUGH));
  });

  it('leaves the public address, which has to be deleted besides', async () => {
    const url = { FunctionName: 'support-assistant' };
    const list = async (): Promise<readonly unknown[]> => {
      const { FunctionUrlConfigs = [] } = await opened.responders.lambda.send(
        new lambda.ListFunctionUrlConfigsCommand(url),
      );
      return FunctionUrlConfigs.map(({ AuthType }) => AuthType);
    };
    if ((await list()).length === 0)
      await opened
        .held('adminSession')
        .lambda.send(new lambda.CreateFunctionUrlConfigCommand({ ...url, AuthType: 'NONE' }));
    await opened.responders.lambda.send(
      new lambda.PutFunctionConcurrencyCommand({ ...url, ReservedConcurrentExecutions: 0 }),
    );
    expect(await list()).toEqual(['NONE']);
    await opened.responders.lambda.send(new lambda.DeleteFunctionUrlConfigCommand(url));
    expect(await list()).toEqual([]);
  });

  it('gives back the reservation there was', async () => {
    await reserve(7);
    await reserve(0);
    await reserve(7);
    const { ReservedConcurrentExecutions } = await opened.responders.lambda.send(
      new lambda.GetFunctionConcurrencyCommand({ FunctionName }),
    );
    expect([ReservedConcurrentExecutions, await outcomes({ it: invoke(FunctionName) })]).toEqual([
      7,
      { it: WENT_THROUGH },
    ]);
  });
});
