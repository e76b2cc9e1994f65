import {
  AssociatePermissionCommand,
  GetChatControlsConfigurationCommand,
  GetPolicyCommand,
  ListDataSourceSyncJobsCommand,
  QBusinessClient,
  UpdateChatControlsConfigurationCommand,
} from '@aws-sdk/client-qbusiness';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';
import { SYNCED, synchronising } from '../support/service-examples.ts';

const { applicationId } = SYNCED;
const PARTNER = 'arn:aws:iam::444455556666:role/example-partner-search';

const client = ({ account }: ActionCase) => new QBusinessClient(account.settings(account.responder));

async function chat(open: ActionCase): Promise<unknown> {
  const { responseScope, orchestrationConfiguration, creatorModeConfiguration, blockedPhrases } =
    await client(open).send(new GetChatControlsConfigurationCommand({ applicationId }));
  return [
    responseScope,
    orchestrationConfiguration?.control,
    creatorModeConfiguration?.creatorModeControl,
    blockedPhrases?.blockedPhrases,
  ];
}

async function letIn(open: ActionCase): Promise<unknown> {
  const { policy = '{}' } = await client(open).send(new GetPolicyCommand({ applicationId }));
  const { Statement = [] } = JSON.parse(policy) as {
    readonly Statement?: readonly { readonly Principal: unknown; readonly Condition: unknown }[];
  };
  return Statement.map(({ Principal, Condition }) => [Principal, Condition]);
}

checkAction({
  id: 'qbusiness/limit-chat',
  params: { applicationId },
  calls: ['UpdateChatControlsConfiguration', 'UpdateChatControlsConfiguration'],
  proof: {
    act: chat,
    free: ['ENTERPRISE_CONTENT_ONLY', 'ENABLED', 'ENABLED', ['payroll']],
    inForce: ['ENTERPRISE_CONTENT_ONLY', 'DISABLED', 'DISABLED', ['payroll']],
  },
});

const LET_IN = [[{ AWS: PARTNER }, { StringEquals: { 'qbusiness:DataAccessorApp': ['example'] } }]];

checkAction({
  id: 'qbusiness/remove-permission',
  params: { applicationId, statementId: 'PartnerSearch' },
  calls: ['DisassociatePermission'],
  proof: { act: letIn, free: LET_IN, inForce: [] },
  tamper: (open) =>
    client(open).send(
      new AssociatePermissionCommand({
        applicationId,
        statementId: 'PartnerSearch',
        actions: ['qbusiness:SearchRelevantContent'],
        principal: 'arn:aws:iam::123456789012:root',
      }),
    ),
});

describe('qbusiness/stop-data-source-sync', () => {
  it('stops the run that is under way, and offers no undo', async () => {
    const open = await actionCase();
    const id = 'qbusiness/stop-data-source-sync';
    expect((await open.plan(id, SYNCED)).calls).toEqual([]);
    await synchronising(open);
    expect((await open.plan(id, SYNCED)).blast.join()).toContain('1 runs');
    const entry = await open.apply(id, SYNCED);
    expect(open.book.state.actions[entry]?.status).toBe('applied');
    expect(open.changesInTrail()).toEqual(['StopDataSourceSyncJob']);
    open.account.clock.advance(60_000);
    const { history = [] } = await client(open).send(new ListDataSourceSyncJobsCommand(SYNCED));
    expect(history.map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED']);
    expect((await open.plan(id, SYNCED)).calls).toEqual([]);
    await expect(open.undo(entry)).rejects.toThrow(/cannot be undone/);
    await open.close();
  });
});

describe('Q Business actions', () => {
  it('refuse what is not there', async () => {
    const open = await actionCase();
    const why = (part: string) => ({ why: expect.stringContaining(part) as string });
    await expect(
      open.plan('qbusiness/stop-data-source-sync', { ...SYNCED, dataSourceId: 'gone' }),
    ).rejects.toMatchObject(why('no data source gone'));
    await expect(open.plan('qbusiness/limit-chat', { applicationId: 'gone' })).rejects.toMatchObject(
      why('no application gone'),
    );
    await expect(
      open.plan('qbusiness/remove-permission', { applicationId: 'gone', statementId: 'x' }),
    ).rejects.toMatchObject(why('no application gone'));
    await open.close();
  });

  it('leave a control that was never set as it was put', async () => {
    const open = await actionCase();
    const entry = open.account.world.qbusiness('us-east-1').applications.get(applicationId);
    if (entry !== undefined) entry.controls = { responseScope: 'EXTENDED_KNOWLEDGE_ENABLED' };
    const applied = await open.apply('qbusiness/limit-chat', { applicationId });
    expect(open.book.state.actions[applied]?.status).toBe('applied');
    await open.undo(applied);
    expect((await chat(open)) as readonly unknown[]).toEqual([
      'EXTENDED_KNOWLEDGE_ENABLED',
      'DISABLED',
      'DISABLED',
      [],
    ]);
    await client(open).send(
      new UpdateChatControlsConfigurationCommand({
        applicationId,
        responseScope: 'ENTERPRISE_CONTENT_ONLY',
      }),
    );
    await open.close();
  });
});
