import * as qbusiness from '@aws-sdk/client-qbusiness';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const APPLICATION = '0example-0000-4000-8000-application1';
const SOURCE = {
  applicationId: APPLICATION,
  indexId: '0example-0000-4000-8000-0000000index',
  dataSourceId: '0example-0000-4000-8000-000000source',
};

describe.each(['in process', 'over HTTP'] as const)('Q Business %s', (over) => {
  let account: TestAccount;
  let client: qbusiness.QBusinessClient;
  beforeEach(async () => {
    account = await testAccount(over);
    client = new qbusiness.QBusinessClient(account.settings(account.responder));
  });
  afterEach(() => {
    client.destroy();
    return account.close();
  });

  it('disables a plugin', async () => {
    const { applications = [] } = await client.send(new qbusiness.ListApplicationsCommand({}));
    const applicationId = applications[0]?.applicationId;
    const { plugins = [] } = await client.send(new qbusiness.ListPluginsCommand({ applicationId }));
    const pluginId = plugins[0]?.pluginId;
    await client.send(new qbusiness.UpdatePluginCommand({ applicationId, pluginId, state: 'DISABLED' }));
    expect(await client.send(new qbusiness.GetPluginCommand({ applicationId, pluginId }))).toMatchObject({
      state: 'DISABLED',
      displayName: 'tickets',
      serverUrl: 'https://tickets.example.com',
    });
    const other = client.send(new qbusiness.GetPluginCommand({ applicationId, pluginId: APPLICATION }));
    expect(await refused(other)).toBe('ResourceNotFoundException');
  });

  it('stops a running sync of a data source', async () => {
    const start = () => client.send(new qbusiness.StartDataSourceSyncJobCommand(SOURCE));
    const stop = () => client.send(new qbusiness.StopDataSourceSyncJobCommand(SOURCE));
    const statuses = async () =>
      (await client.send(new qbusiness.ListDataSourceSyncJobsCommand(SOURCE))).history?.map(
        ({ status }) => status,
      );
    expect(await statuses()).toEqual(['SUCCEEDED']);
    expect(await refused(stop())).toBe('ConflictException');
    await start();
    expect([await statuses(), await refused(start())]).toEqual([
      ['SYNCING', 'SUCCEEDED'],
      'ConflictException',
    ]);
    await stop();
    expect(await statuses()).toEqual(['STOPPING', 'SUCCEEDED']);
    account.clock.advance(60_000);
    expect(await statuses()).toEqual(['ABORTED', 'SUCCEEDED']);
  });

  it('changes of the chat controls what the call names', async () => {
    const get = () =>
      client.send(new qbusiness.GetChatControlsConfigurationCommand({ applicationId: APPLICATION }));
    await client.send(
      new qbusiness.UpdateChatControlsConfigurationCommand({
        applicationId: APPLICATION,
        creatorModeConfiguration: { creatorModeControl: 'DISABLED' },
        blockedPhrasesConfigurationUpdate: {
          blockedPhrasesToCreateOrUpdate: ['password'],
          blockedPhrasesToDelete: ['payroll'],
        },
      }),
    );
    expect(await get()).toMatchObject({
      responseScope: 'ENTERPRISE_CONTENT_ONLY',
      creatorModeConfiguration: { creatorModeControl: 'DISABLED' },
      blockedPhrases: { blockedPhrases: ['password'] },
    });
  });
});
