import { AccountSendingPausedException, MessageRejected } from '@aws-sdk/client-ses';
import type * as ses from '@aws-sdk/client-ses';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { pageOf } from '../../world/page.ts';
import { sentInADay } from '../../world/ses-state.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import {
  noteSender,
  NO_RECIPIENT,
  notVerified,
  PAUSED,
  QUOTA,
  recipientsOf,
  send,
  type Mail,
} from './sending.ts';

export type SesHandlers = Handlers<typeof ses, Call>;

const PAGE = 100;

/** The first version of the API of SES. */
export function sesHandlers(world: World): SesHandlers {
  return {
    GetAccountSendingEnabled: (_input, { region }) => ({ Enabled: world.ses(region).sendingEnabled }),
    UpdateAccountSendingEnabled: ({ Enabled = false }, { region }) => {
      world.ses(region).sendingEnabled = Enabled;
      return {};
    },
    GetSendQuota: (_input, { region, now }) => {
      const state = world.ses(region);
      return {
        Max24HourSend: state.quota.daily,
        MaxSendRate: state.quota.perSecond,
        SentLast24Hours: sentInADay(state, now),
      };
    },
    ListIdentities: ({ IdentityType, NextToken, MaxItems = PAGE }, { region }) => {
      const wanted = IdentityType === 'Domain' ? 'DOMAIN' : 'EMAIL_ADDRESS';
      const names = [...world.ses(region).identities.values()]
        .filter(({ type }) => IdentityType === undefined || type === wanted)
        .map(({ name }) => name);
      const question = `ListIdentities ${region} ${IdentityType}`;
      const page = pageOf(names, { token: NextToken, size: MaxItems, question });
      if (page === null) throw new WireError('InvalidParameterValue', 'The NextToken is invalid.');
      return { Identities: [...page.items], NextToken: page.next };
    },
    VerifyEmailIdentity: ({ EmailAddress }, { region }) => {
      const name = given(EmailAddress, 'EmailAddress').toLowerCase();
      if (!/^[^@\s]+@[^@\s]+$/.test(name))
        throw new WireError('InvalidParameterValue', `Invalid email address <${name}>.`);
      const { identities } = world.ses(region);
      // It is verified once its owner follows the link of a mail, which nobody here does.
      if (!identities.has(name)) identities.set(name, { name, type: 'EMAIL_ADDRESS', verified: false });
      return {};
    },
    SendEmail: ({ Source, Destination: to }, call) =>
      sendOne(world, call, {
        from: Source,
        recipients: recipientsOf(to),
      }),
    SendRawEmail: ({ Source, Destinations, RawMessage }, call) => {
      const text = Buffer.from(given(RawMessage?.Data, 'RawMessage.Data')).toString('utf8');
      return sendOne(world, call, {
        from: Source ?? header(text, 'From'),
        recipients: Destinations ?? header(text, 'To')?.split(',') ?? [],
      });
    },
  };
}

function sendOne(world: World, call: Call, mail: Mail): { readonly MessageId: string } {
  const { region, now } = call;
  noteSender(world, call, mail.from);
  const sent = send(world, world.ses(region), { ...mail, now });
  switch (sent.kind) {
    case 'sent':
      return { MessageId: sent.messageId };
    case 'paused':
      throw new AccountSendingPausedException(because(PAUSED));
    case 'no recipient':
      throw new WireError('InvalidParameterValue', NO_RECIPIENT);
    case 'not verified':
      throw new MessageRejected(because(notVerified(sent.identity, region)));
    case 'quota':
      throw new WireError('Throttling', QUOTA);
  }
}

/** A header of a mail. */
export function header(mail: string, name: string): string | undefined {
  const [head = ''] = mail.split(/\r?\n\r?\n/);
  return new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(head)?.[1]?.trim();
}
