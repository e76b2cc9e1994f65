import * as contacts from '@aws-sdk/client-account';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const AlternateContactType = 'SECURITY';
const contact = {
  Name: 'Security on call',
  Title: 'Head of security',
  EmailAddress: 'security@example.com',
  PhoneNumber: '+1-555-0100',
  AlternateContactType,
} as const;

describe.each(['in process', 'over HTTP'] as const)('the contacts of an account %s', (over) => {
  let account: TestAccount;
  let client: contacts.AccountClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = new contacts.AccountClient(account.settings(account.responder));
  });
  afterAll(() => account.close());
  const get = (more: object = {}, from = client) =>
    from.send(new contacts.GetAlternateContactCommand({ AlternateContactType, ...more }));

  it('are one of each type, whatever the Region', async () => {
    expect(await refused(get())).toBe('ResourceNotFoundException');
    await client.send(new contacts.PutAlternateContactCommand(contact));
    const abroad = new contacts.AccountClient(account.settings(account.responder, 'eu-west-1'));
    expect((await get({}, abroad)).AlternateContact).toEqual(contact);
    expect(await refused(get({ AlternateContactType: 'BILLING' }))).toBe('ResourceNotFoundException');
    const Name = 'Night watch';
    await abroad.send(new contacts.PutAlternateContactCommand({ ...contact, Name }));
    expect((await get()).AlternateContact).toEqual({ ...contact, Name });
    const remove = new contacts.DeleteAlternateContactCommand({ AlternateContactType });
    await client.send(remove);
    expect(await refused(client.send(remove))).toBe('ResourceNotFoundException');
  });

  it('are not told of another account', async () => {
    expect(await refused(get({ AccountId: '444455556666' }))).toBe('AccessDeniedException');
  });

  it('refuse whoever is not allowed, and leave their tracks in us-east-1', async () => {
    const keys = account.settings(account.intruder['leakedKey'] ?? account.responder, 'eu-west-1');
    const denied: unknown = await new contacts.AccountClient(keys)
      .send(new contacts.PutAlternateContactCommand(contact))
      .catch((error: unknown) => error);
    expect(denied).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('account:PutAlternateContact') as string,
    });
    expect(lastTrack(account, 'PutAlternateContact')).toMatchObject({
      eventSource: 'account.amazonaws.com',
      awsRegion: 'us-east-1',
      readOnly: false,
      errorCode: 'AccessDenied',
    });
  });
});
