import { HOME_REGION } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import { emptySes, type SesState } from '../world/ses-state.ts';
import type { History } from './history.ts';

const DAILY = 50_000;
const PER_SECOND = 14;

/** SES of the story: the home Region sends for example.com, and has sent what the story sent; elsewhere is the sandbox. */
export function sesStates(happened: History): (region: string) => SesState {
  return byRegion((region) => {
    if (region !== HOME_REGION) return emptySes();
    const sent = happened
      .all('SendEmail')
      .filter(({ event }) => event.awsRegion === region)
      .map(({ time }) => time);
    return {
      ...emptySes(),
      identities: new Map([
        ['example.com', { name: 'example.com', type: 'DOMAIN', verified: true }],
        ['support@example.com', { name: 'support@example.com', type: 'EMAIL_ADDRESS', verified: true }],
      ]),
      sent,
      quota: { daily: DAILY, perSecond: PER_SECOND },
    };
  });
}
