import type { Destination } from '@aws-sdk/client-sesv2';
import type { Call } from '../../world/call.ts';
import { identityFor, sentInADay, type SesState } from '../../world/ses-state.ts';
import type { World } from '../../world/world.ts';

/** A mail that is to go out. */
export interface Mail {
  readonly from: string | undefined;
  readonly recipients: readonly string[];
}

/** Whether a mail went out, or what was in its way. */
export type Sent =
  | { readonly kind: 'sent'; readonly messageId: string }
  | { readonly kind: 'paused' }
  | { readonly kind: 'no recipient' }
  | { readonly kind: 'not verified'; readonly identity: string }
  | { readonly kind: 'quota' };

export const PAUSED =
  'Email sending is disabled for this account. For more information, please check the inbox of the email address associated with your AWS account.';
export const QUOTA = 'Daily message quota exceeded.';
export const NO_RECIPIENT = 'Missing final recipient: at least one recipient is needed.';

export function notVerified(identity: string, region: string): string {
  return `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${identity}`;
}

/** Everybody a mail goes to, open or hidden. */
export function recipientsOf(to: Destination | undefined): readonly string[] {
  return [to?.ToAddresses ?? [], to?.CcAddresses ?? [], to?.BccAddresses ?? []].flat();
}

/** Sending is a data event of the identity it is sent from: logged only where a selector asks for it. */
export function noteSender(world: World, { region, notes }: Call, from: string | undefined): void {
  const identity = identityFor(world.ses(region), from ?? '')?.name;
  if (identity === undefined) return;
  const { accountId } = world;
  const arn = `arn:aws:ses:${region}:${accountId}:identity/${identity}`;
  notes.resources = [{ accountId, type: 'AWS::SES::EmailIdentity', ARN: arn }];
}

/** Sends a mail: nothing leaves, but it counts. */
export function send(
  { random }: Pick<World, 'random'>,
  state: SesState,
  { from = '', recipients, now }: Mail & { readonly now: number },
): Sent {
  if (!state.sendingEnabled) return { kind: 'paused' };
  if (recipients.length === 0) return { kind: 'no recipient' };
  if (identityFor(state, from)?.verified !== true) return { kind: 'not verified', identity: from };
  if (sentInADay(state, now) + recipients.length > state.quota.daily) return { kind: 'quota' };
  for (let index = 0; index < recipients.length; index += 1) state.sent.push(now);
  return { kind: 'sent', messageId: `${random.text('0123456789abcdef', 16)}-${random.uuid()}-000000` };
}
