import {
  AccountClient,
  GetAlternateContactCommand,
  PutAlternateContactCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-account';
import { describe, expect, it } from 'vitest';
import { actionParams, findAction } from '../../src/app/actions/action-library.ts';
import type { ActionCase } from '../support/action-case.ts';
import { checkAction } from '../support/action-checks.ts';

const ID = 'account/set-security-contact';
const PARAMS = { name: 'Night watch', title: 'On call', email: 'watch@example.com', phone: '+1-555-0101' };
const AlternateContactType = 'SECURITY';
const WANTED = {
  Name: 'Night watch',
  Title: 'On call',
  EmailAddress: 'watch@example.com',
  PhoneNumber: '+1-555-0101',
  AlternateContactType,
} as const;
const EARLIER = { ...WANTED, Name: 'Day watch', EmailAddress: 'day@example.com' };

function client({ account }: ActionCase): AccountClient {
  return new AccountClient(account.settings(account.responder));
}

async function contact(open: ActionCase): Promise<unknown> {
  try {
    const ask = new GetAlternateContactCommand({ AlternateContactType });
    return (await client(open).send(ask)).AlternateContact;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 'none';
    throw error;
  }
}

const put = (to: typeof EARLIER) => (open: ActionCase) =>
  client(open).send(new PutAlternateContactCommand(to));

describe('where there is none', () => {
  checkAction({
    id: ID,
    params: PARAMS,
    calls: ['PutAlternateContact'],
    proof: { act: contact, free: 'none', inForce: WANTED },
    tamper: put(EARLIER),
  });
});

describe('where there is another', () => {
  checkAction({
    id: ID,
    params: PARAMS,
    prepare: put(EARLIER),
    calls: ['PutAlternateContact'],
    proof: { act: contact, free: EARLIER, inForce: WANTED },
    tamper: put({ ...EARLIER, Name: 'Somebody else' }),
  });
});

describe('account/set-security-contact', () => {
  it.each([
    ['name', ' '],
    ['title', 'x'.repeat(51)],
    ['email', 'watch'],
    ['email', 'watch@example.com, other@example.com'],
    ['phone', 'five five five'],
  ])('takes no %s %j', (name, value) => {
    expect(() => actionParams(findAction(ID), { ...PARAMS, [name]: value })).toThrow(name);
  });
});
