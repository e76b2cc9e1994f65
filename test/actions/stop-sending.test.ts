import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, intruder } from '../support/action-checks.ts';
import { refused } from '../support/simulated-account.ts';

const ID = 'ses/stop-sending';

function send(open: ActionCase): Promise<string> {
  return refused(
    intruder(open, 'adminSession').sesv2.send(
      new SendEmailCommand({
        FromEmailAddress: 'support@example.com',
        Destination: { ToAddresses: ['someone@example.com'] },
        Content: { Simple: { Subject: { Data: 'Offer' }, Body: { Text: { Data: 'Click here' } } } },
      }),
    ),
  );
}

checkAction({
  id: ID,
  params: {},
  calls: ['UpdateAccountSendingEnabled'],
  proof: { act: send, free: 'went through', inForce: 'SendingPausedException' },
});

describe('ses/stop-sending', () => {
  it('stops one Region and no other', async () => {
    const open = await actionCase();
    await open.apply(ID, { region: 'eu-west-1' });
    expect(await send(open)).toBe('went through');
    expect((await open.plan(ID, { region: 'us-east-1' })).calls).toHaveLength(1);
    await open.close();
  });
});
