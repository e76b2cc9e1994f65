import type { JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { GLOBAL_REGION, objectOf, textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
}

interface Observed {
  /** Null where none is set. */
  readonly contact: JsonObject | null;
}

const TYPE = { AlternateContactType: 'SECURITY' } as const;
const MEMBERS: readonly string[] = ['Name', 'Title', 'EmailAddress', 'PhoneNumber'];

/** R36: whom AWS turns to about security. */
export const setSecurityContact = defineAction<Params, Observed>({
  catalogue: 'R36',
  kind: 'preparation',
  title: 'Set the security contact of the account',
  summary: 'Sets name, title, e-mail address and telephone number of the account’s security contact.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'title', 'email', 'phone'],
    properties: {
      name: { type: 'string', pattern: '^.*\\S.*$', maxLength: 64, description: 'Who it is.' },
      title: {
        type: 'string',
        pattern: '^.*\\S.*$',
        maxLength: 50,
        description: 'The title of the contact.',
      },
      email: {
        type: 'string',
        pattern: '^[\\w+=.#!&-]+@[\\w.-]+\\.\\w+$',
        maxLength: 254,
        description: 'The e-mail address that AWS writes to.',
      },
      phone: {
        type: 'string',
        pattern: '^[\\s0-9()+-]+$',
        maxLength: 25,
        description: 'The telephone number that AWS calls.',
      },
    },
  },
  reads: ['account:GetAlternateContact'],
  changes: ['account:PutAlternateContact', 'account:DeleteAlternateContact'],
  undone: 'Puts the contact of before back, or deletes it where there was none.',
  keepFirst: [],
  mistakes: [
    'A person leaves, a shared mailbox stays: give an address that somebody reads at night.',
    'The plan and the journal of the case hold what is given, and the contact of before.',
    'The management account of an organization may set it for its accounts, and may deny it to them.',
  ],
  observe: async (_, reader) => {
    const answer = await reader.read({
      service: 'account',
      operation: 'GetAlternateContact',
      region: GLOBAL_REGION,
      input: TYPE,
      absent: ['ResourceNotFoundException'],
    });
    return { contact: contactOf(objectOf(answer, 'AlternateContact')) };
  },
  target: () => 'the security contact of the account',
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: ({ email }, { contact }) => [
    `AWS writes to ${email} about the security of the account`,
    contact === null
      ? 'until now it writes to the root user’s address alone'
      : `until now it writes to ${textOf(contact, 'EmailAddress')}, which gets nothing more`,
  ],
  plan: (params, observed) => neededCalls(settings(params, observed)),
  undo: (params, { before, now }) =>
    undoSettings({ before: settings(params, before), now: settings(params, now) }),
  contained: () => null,
});

function contactOf(found: JsonObject | null): JsonObject | null {
  if (found === null) return null;
  return Object.fromEntries(MEMBERS.map((name) => [name, textOf(found, name)]));
}

function settings({ name, title, email, phone }: Params, { contact }: Observed): readonly Setting[] {
  return [
    {
      name: 'security contact',
      is: contact,
      wanted: { Name: name, Title: title, EmailAddress: email, PhoneNumber: phone },
      set: (to) => [to === null ? deleteCall() : putCall(to as JsonObject)],
    },
  ];
}

function putCall(contact: JsonObject): PlannedCall {
  return call('PutAlternateContact', contact, 'set the security contact');
}

function deleteCall(): PlannedCall {
  return call('DeleteAlternateContact', {}, 'take the contact away, as there was none before');
}

function call(operation: string, contact: JsonObject, purpose: string): PlannedCall {
  return {
    service: 'account',
    operation,
    region: GLOBAL_REGION,
    input: { ...contact, ...TYPE },
    purpose,
    reversibility: REVERSIBLE,
  };
}
