import { PutUserPolicyCommand } from '@aws-sdk/client-iam';
import * as ses from '@aws-sdk/client-ses';
import * as sesv2 from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const Destination = { ToAddresses: ['customer@example.org'] };
const words = { Data: 'our words' };

describe.each(['in process', 'over HTTP'] as const)('SES %s', (over) => {
  let account: TestAccount;
  let one: ses.SESClient;
  let two: sesv2.SESv2Client;
  beforeAll(async () => {
    account = await testAccount(over);
    ({ ses: one, sesv2: two } = account.as(account.responder));
  });
  afterAll(() => account.close());
  const sendOne = (Source = 'support@example.com', from = one) =>
    from.send(
      new ses.SendEmailCommand({ Source, Destination, Message: { Subject: words, Body: { Text: words } } }),
    );
  const sendTwo = (FromEmailAddress = 'Support <news@example.com>', from = two) =>
    from.send(
      new sesv2.SendEmailCommand({
        FromEmailAddress,
        Destination,
        Content: { Simple: { Subject: words, Body: { Text: words } } },
      }),
    );

  it('knows of the mails of the story, and counts new ones', async () => {
    const quota = async () => one.send(new ses.GetSendQuotaCommand({}));
    const before = await quota();
    expect([before.Max24HourSend, (before.SentLast24Hours ?? 0) >= 120]).toEqual([50_000, true]);
    await sendOne();
    await sendTwo();
    const raw = Buffer.from('From: support@example.com\r\nTo: a@example.org, b@example.org\r\n\r\nwords');
    await one.send(new ses.SendRawEmailCommand({ RawMessage: { Data: raw } }));
    const { SendQuota } = await two.send(new sesv2.GetAccountCommand({}));
    expect(SendQuota?.SentLast24Hours).toBe((before.SentLast24Hours ?? 0) + 4);
  });

  it('sends in the name of verified identities only', async () => {
    expect(await refused(sendOne('someone@example.net'))).toBe('MessageRejected');
    expect(await refused(sendTwo('someone@example.net'))).toBe('MessageRejected');
    await one.send(new ses.VerifyEmailIdentityCommand({ EmailAddress: 'someone@example.net' }));
    expect(await refused(sendOne('someone@example.net'))).toBe('MessageRejected');
    const addresses = await one.send(new ses.ListIdentitiesCommand({ IdentityType: 'EmailAddress' }));
    expect(addresses.Identities).toEqual(['support@example.com', 'someone@example.net']);
    const first = await two.send(new sesv2.ListEmailIdentitiesCommand({ PageSize: 2 }));
    const second = await two.send(
      new sesv2.ListEmailIdentitiesCommand({ NextToken: first.NextToken, PageSize: 2 }),
    );
    expect(
      [first, second].flatMap(({ EmailIdentities = [] }) =>
        EmailIdentities.map(({ IdentityName, VerificationStatus }) => [IdentityName, VerificationStatus]),
      ),
    ).toEqual([
      ['example.com', 'SUCCESS'],
      ['support@example.com', 'SUCCESS'],
      ['someone@example.net', 'PENDING'],
    ]);
    expect(await refused(two.send(new sesv2.ListEmailIdentitiesCommand({ NextToken: 'other' })))).toBe(
      'InvalidNextTokenException',
    );
    const nobody = new sesv2.SendEmailCommand({
      FromEmailAddress: 'support@example.com',
      Content: { Simple: { Subject: words, Body: { Text: words } } },
    });
    expect(await refused(two.send(nobody))).toBe('BadRequestException');
  });

  it('has one switch for both versions, in each Region', async () => {
    await two.send(new sesv2.PutAccountSendingAttributesCommand({ SendingEnabled: false }));
    expect((await one.send(new ses.GetAccountSendingEnabledCommand({}))).Enabled).toBe(false);
    expect([await refused(sendOne()), await refused(sendTwo())]).toEqual([
      'AccountSendingPausedException',
      'SendingPausedException',
    ]);
    const west = account.as(account.responder, 'us-west-2');
    expect((await west.ses.send(new ses.GetAccountSendingEnabledCommand({}))).Enabled).toBe(true);
    expect((await west.sesv2.send(new sesv2.GetAccountCommand({}))).ProductionAccessEnabled).toBe(false);
    await one.send(new ses.UpdateAccountSendingEnabledCommand({ Enabled: true }));
    expect((await two.send(new sesv2.GetAccountCommand({}))).SendingEnabled).toBe(true);
    expect(await refused(sendOne())).toBe('went through');
  });

  it('stops at the quota', async () => {
    const state = account.world.ses('us-east-1');
    for (let left = state.quota.daily - state.sent.length; left > 0; left -= 1)
      state.sent.push(account.clock.now());
    const [a, b] = await Promise.all([sendOne(), sendTwo()].map(refused));
    expect([a, b]).toEqual(['Throttling', 'LimitExceededException']);
    state.sent.length = 0;
  });

  it('refuses whoever is not allowed, and leaves tracks without words', async () => {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'ses:SendEmail', Resource: '*' }],
    });
    const { iam } = account.as(account.responder);
    await iam.send(new PutUserPolicyCommand({ UserName: 'marta.silva', PolicyName: 'p', PolicyDocument }));
    const admin = account.as(account.intruder['secondKey'] ?? account.responder);
    expect(await refused(sendOne('support@example.com', admin.ses))).toBe('AccessDenied');
    expect(await refused(sendTwo('support@example.com', admin.sesv2))).toBe('AccessDeniedException');
    await sendTwo();
    const track = lastTrack(account, 'SendEmail');
    expect(track).toMatchObject({
      eventSource: 'ses.amazonaws.com',
      managementEvent: false,
      requestParameters: {
        destination: { toAddresses: ['customer@example.org'] },
        content: { simple: { subject: { data: 'HIDDEN_DUE_TO_SECURITY_REASONS' } } },
      },
    });
    expect(JSON.stringify(track)).not.toContain('our words');
    await one.send(new ses.UpdateAccountSendingEnabledCommand({ Enabled: false }));
    expect(lastTrack(account, 'UpdateAccountSendingEnabled')).toMatchObject({
      readOnly: false,
      managementEvent: true,
      requestParameters: { enabled: false },
    });
  });
});
