import * as data from '@aws-sdk/client-bedrock-agentcore';
import * as control from '@aws-sdk/client-bedrock-agentcore-control';
import { SecretsManagerClient, ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

describe.each(['in process', 'over HTTP'] as const)('AgentCore %s', (over) => {
  let account: TestAccount;
  let client: control.BedrockAgentCoreControlClient;
  beforeEach(async () => {
    account = await testAccount(over);
    client = new control.BedrockAgentCoreControlClient(account.settings(account.responder));
  });
  afterEach(() => {
    client.destroy();
    return account.close();
  });

  it('replaces a gateway: what an update leaves out is gone', async () => {
    const { items = [] } = await client.send(new control.ListGatewaysCommand({}));
    const gatewayIdentifier = items[0]?.gatewayId;
    const get = () => client.send(new control.GetGatewayCommand({ gatewayIdentifier }));
    const before = await get();
    expect(before.policyEngineConfiguration?.mode).toBe('LOG_ONLY');
    const targets = await client.send(new control.ListGatewayTargetsCommand({ gatewayIdentifier }));
    expect(targets.items?.map(({ name }) => name)).toEqual(['notify-customer']);
    const { name, roleArn, authorizerType, policyEngineConfiguration } = before;
    const body = { gatewayIdentifier, name, roleArn, authorizerType };
    await client.send(
      new control.UpdateGatewayCommand({
        ...body,
        description: before.description,
        protocolType: before.protocolType,
        policyEngineConfiguration: { arn: policyEngineConfiguration?.arn, mode: 'ENFORCE' },
      }),
    );
    expect(await get()).toMatchObject({
      description: before.description,
      policyEngineConfiguration: { mode: 'ENFORCE' },
    });
    await client.send(new control.UpdateGatewayCommand(body));
    const after = await get();
    expect([after.description, after.policyEngineConfiguration, after.gatewayUrl]).toEqual([
      undefined,
      undefined,
      before.gatewayUrl,
    ]);
    const none = client.send(new control.GetGatewayCommand({ gatewayIdentifier: 'none-example001' }));
    expect(await refused(none)).toBe('ResourceNotFoundException');
    expect(lastTrack(account, 'UpdateGateway')?.eventSource).toBe('bedrock-agentcore.amazonaws.com');
  });

  it('sends an endpoint back to another version, in time', async () => {
    const { agentRuntimes = [] } = await client.send(new control.ListAgentRuntimesCommand({}));
    const names = { agentRuntimeId: agentRuntimes[0]?.agentRuntimeId, endpointName: 'DEFAULT' };
    const update = (agentRuntimeVersion: string) =>
      client.send(new control.UpdateAgentRuntimeEndpointCommand({ ...names, agentRuntimeVersion }));
    const get = () => client.send(new control.GetAgentRuntimeEndpointCommand(names));
    await update('1');
    expect(await get()).toMatchObject({ status: 'UPDATING', liveVersion: '2', targetVersion: '1' });
    account.clock.advance(60_000);
    expect(await get()).toMatchObject({ status: 'READY', liveVersion: '1', targetVersion: '1' });
    expect(await refused(update('7'))).toBe('ResourceNotFoundException');
  });

  it('stops a session once', async () => {
    const { agentRuntimes = [] } = await client.send(new control.ListAgentRuntimesCommand({}));
    const runtime = new data.BedrockAgentCoreClient(account.settings(account.responder));
    const stop = () =>
      runtime.send(
        new data.StopRuntimeSessionCommand({
          agentRuntimeArn: agentRuntimes[0]?.agentRuntimeArn,
          runtimeSessionId: 'support-session-example-0000000000001',
          qualifier: 'DEFAULT',
        }),
      );
    expect(await stop()).toMatchObject({ statusCode: 200 });
    expect(await refused(stop())).toBe('ResourceNotFoundException');
    runtime.destroy();
  });
});

describe('Secrets Manager', () => {
  it('lists secrets to the responder, and to nobody else', async () => {
    const account = await testAccount();
    const list = (credentials: typeof account.responder, Values: string[]) => {
      const client = new SecretsManagerClient(account.settings(credentials));
      return client.send(new ListSecretsCommand({ Filters: [{ Key: 'name', Values }] }));
    };
    const { SecretList = [] } = await list(account.responder, ['support-']);
    expect(SecretList.map(({ Name }) => Name)).toEqual(['support-assistant/ticket-system']);
    expect((await list(account.responder, ['!support-'])).SecretList).toEqual([]);
    const leaked = account.intruder['leakedKey'] ?? account.responder;
    expect(await refused(list(leaked, ['support-']))).toBe('AccessDeniedException');
  });
});
