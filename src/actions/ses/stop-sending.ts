import { REVERSIBLE } from '../../model/plan.ts';
import { defineAction } from '../../ports/action.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly region?: string;
}

interface Observed {
  readonly region: string;
  readonly enabled: boolean;
}

/** C23: stops the account’s mail in one Region. */
export const stopSending = defineAction<Params, Observed>({
  catalogue: 'C23',
  kind: 'containment',
  title: 'Stop sending mail',
  summary: 'Switches sending off for the whole account in one Region of SES.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      region: { type: 'string', description: 'The Region to stop; that of the case unless given.' },
    },
  },
  reads: ['ses:GetAccountSendingEnabled'],
  changes: ['ses:UpdateAccountSendingEnabled'],
  undone: 'Lets mail leave again.',
  keepFirst: [],
  mistakes: [
    'It is per Region: mail goes on from every other one.',
    'All mail stops, also what customers wait for.',
  ],
  observe: async ({ region }, reader, context) => {
    const place = region ?? context.region;
    const answer = await reader.read({
      service: 'ses',
      operation: 'GetAccountSendingEnabled',
      region: place,
    });
    return { region: place, enabled: answer?.['Enabled'] === true };
  },
  target: (_, { region }) => `sending of mail in ${region}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: (_, { region }) => [`no mail leaves the account from ${region} any more, whoever sends it`],
  plan: (_, observed) => neededCalls(settings(observed)),
  undo: (_, { before, now }) => undoSettings({ before: settings(before), now: settings(now) }),
  contained: () => null,
});

function settings({ region, enabled }: Observed): readonly Setting[] {
  return [
    {
      name: `sending in ${region}`,
      is: enabled,
      wanted: false,
      set: (Enabled) => [
        {
          service: 'ses',
          operation: 'UpdateAccountSendingEnabled',
          region,
          input: { Enabled },
          purpose: Enabled === true ? 'let mail leave again' : 'let no mail leave',
          reversibility: REVERSIBLE,
        },
      ],
    },
  ];
}
