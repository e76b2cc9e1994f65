import { DisableKeyCommand, EncryptCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'kms/restore-key';
const key = '22222222-3333-4444-8555-666666666666';

function encrypt(open: ActionCase): Promise<string> {
  return refused(
    colleague(open).kms.send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from('evidence') })),
  );
}

function schedule(open: ActionCase): Promise<unknown> {
  return colleague(open).kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
}

checkAction({
  id: ID,
  params: { key },
  prepare: schedule,
  calls: ['CancelKeyDeletion', 'EnableKey'],
  proof: {
    act: encrypt,
    free: 'KMSInvalidStateException',
    inForce: 'went through',
    undone: 'DisabledException',
  },
  withoutResidue: ({ state: _state, deletion: _deletion, ...observed }) => observed,
});

describe('kms/restore-key', () => {
  it('enables a key that was disabled, by alias, and disables it again', async () => {
    const open = await actionCase();
    await colleague(open).kms.send(new DisableKeyCommand({ KeyId: key }));
    const params = { key: 'alias/bedrock-logs' };
    const before = await open.observe(ID, params);
    const entry = await open.apply(ID, params);
    expect(open.changesInTrail()).toEqual(['EnableKey']);
    expect(await encrypt(open)).toBe('went through');
    await open.undo(entry);
    expect(await open.observe(ID, params)).toEqual(before);
    await open.close();
  });

  it('schedules no deletion, whatever was before, and finds no key elsewhere', async () => {
    const open = await actionCase();
    await schedule(open);
    await open.undo(await open.apply(ID, { key }));
    expect(await open.observe(ID, { key })).toMatchObject({ state: 'Disabled' });
    await expect(open.plan(ID, { key, region: 'eu-west-1' })).rejects.toMatchObject({
      why: expect.stringContaining('no key') as string,
    });
    await open.close();
  });
});
