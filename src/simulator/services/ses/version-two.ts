import {
  BadRequestException,
  InvalidNextTokenException,
  LimitExceededException,
  MessageRejected,
  SendingPausedException,
} from '@aws-sdk/client-sesv2';
import type * as sesv2 from '@aws-sdk/client-sesv2';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { pageOf } from '../../world/page.ts';
import { sentInADay } from '../../world/ses-state.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';
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
import { header } from './version-one.ts';

export type SesV2Handlers = Handlers<typeof sesv2, Call>;

const PAGE = 100;

/** The second version of the API of SES. */
export function sesV2Handlers(world: World): SesV2Handlers {
  return {
    GetAccount: (_input, { region, now }) => {
      const state = world.ses(region);
      return {
        SendingEnabled: state.sendingEnabled,
        // The sandbox is known by its quota.
        ProductionAccessEnabled: state.quota.daily > 200,
        EnforcementStatus: 'HEALTHY',
        DedicatedIpAutoWarmupEnabled: false,
        SendQuota: {
          Max24HourSend: state.quota.daily,
          MaxSendRate: state.quota.perSecond,
          SentLast24Hours: sentInADay(state, now),
        },
        SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      };
    },
    PutAccountSendingAttributes: ({ SendingEnabled = false }, { region }) => {
      world.ses(region).sendingEnabled = SendingEnabled;
      return {};
    },
    ListEmailIdentities: ({ NextToken, PageSize = PAGE }, { region }) => {
      const { identities, sendingEnabled } = world.ses(region);
      const question = `ListEmailIdentities ${region}`;
      const page = pageOf([...identities.values()], { token: NextToken, size: PageSize, question });
      if (page === null)
        throw new InvalidNextTokenException(because('The specified next token is not valid.'));
      return {
        EmailIdentities: page.items.map(({ name, type, verified }) => ({
          IdentityName: name,
          IdentityType: type,
          SendingEnabled: verified && sendingEnabled,
          VerificationStatus: verified ? 'SUCCESS' : 'PENDING',
        })),
        NextToken: page.next,
      };
    },
    SendEmail: ({ FromEmailAddress, Destination: to, Content }, call) => {
      const raw = given(Content, 'Content').Raw?.Data;
      const text = raw === undefined ? undefined : Buffer.from(raw).toString('utf8');
      const named = recipientsOf(to);
      const written = text === undefined ? [] : (header(text, 'To')?.split(',') ?? []);
      return sendOne(world, call, {
        from: FromEmailAddress ?? (text === undefined ? undefined : header(text, 'From')),
        recipients: named.length > 0 ? named : written,
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
      throw new SendingPausedException(because(PAUSED));
    case 'no recipient':
      throw new BadRequestException(because(NO_RECIPIENT));
    case 'not verified':
      throw new MessageRejected(because(notVerified(sent.identity, region)));
    case 'quota':
      throw new LimitExceededException(because(QUOTA));
  }
}
