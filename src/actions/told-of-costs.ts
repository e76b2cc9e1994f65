import type { JsonObject } from '../base/json.ts';
import type { ActionContext } from '../ports/action.ts';
import { inRegion } from './several-regions.ts';

/** The parameter that names who is told of costs. */
export const TELL: JsonObject = {
  type: 'string',
  pattern:
    '^(arn:aws[a-z-]*:sns:[a-z0-9{}-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}|[^@\\s:]{1,64}@[^@\\s:]{1,185}\\.[a-z]{2,})$',
  description:
    'ARN of the SNS topic, or the mail address, that somebody reads; {region} stands for the Region of the case.',
};

/** Who is told, as a subscriber of Budgets and Cost Explorer. */
export interface Subscriber {
  readonly kind: 'SNS' | 'EMAIL';
  readonly address: string;
}

/** The topic or mail address that was given. */
export function subscriberOf(tell: string, { region }: ActionContext): Subscriber {
  return { kind: tell.includes('@') ? 'EMAIL' : 'SNS', address: inRegion(tell, region) };
}

/** What keeps somebody from being told. */
export const TELL_MISTAKES: readonly string[] = [
  'A topic tells nobody whose policy does not let the service publish (budgets.amazonaws.com, costalerts.amazonaws.com), or that has no confirmed subscriber.',
  'Costs come hours to a day late: an alarm on tokens rings long before (cloudwatch/watch-invocations).',
  'The management account may keep a member account from Budgets and Cost Explorer.',
];
