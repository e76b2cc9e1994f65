import { GetPluginCommand, QBusinessClient } from '@aws-sdk/client-qbusiness';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

const ID = 'qbusiness/disable-plugin';
const params = {
  applicationId: '0example-0000-4000-8000-application1',
  pluginId: '0example-0000-4000-8000-000000plugin',
};

async function plugin({ account }: ActionCase): Promise<unknown> {
  const { state, displayName, serverUrl } = await new QBusinessClient(
    account.settings(account.responder),
  ).send(new GetPluginCommand(params));
  return [state, displayName, serverUrl];
}

checkAction({
  id: ID,
  params,
  calls: ['UpdatePlugin'],
  proof: {
    act: plugin,
    free: ['ENABLED', 'tickets', 'https://tickets.example.com'],
    inForce: ['DISABLED', 'tickets', 'https://tickets.example.com'],
  },
});

describe('qbusiness/disable-plugin', () => {
  it('refuses a plugin that is not there', async () => {
    const open = await actionCase();
    await expect(open.plan(ID, { ...params, pluginId: 'gone' })).rejects.toMatchObject({
      why: expect.stringContaining('no plugin gone') as string,
    });
    await open.close();
  });
});
