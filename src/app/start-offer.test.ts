import { describe, expect, it } from 'vitest';
import { startOffer } from './start-offer.ts';

const rule = {
  response: { playbook: 'denial-of-wallet', principal: 'identity.arn', escalation: 'Call finance.' },
};
const at = { first: '2026-01-15T10:00:00Z', last: '2026-01-15T10:20:30.5Z' };

describe('the offer of a playbook', () => {
  it('fills in the role of a session and an hour before and after', () => {
    const keys = { 'identity.arn': 'arn:aws:sts::111122223333:assumed-role/app/i-1' };
    expect(startOffer(rule, { ...at, keys })).toEqual({
      playbook: 'denial-of-wallet',
      inputs: {
        principal: 'arn:aws:iam::111122223333:role/app',
        window: '2026-01-15T09:00:00Z/2026-01-15T11:20:30Z',
      },
      escalation: 'Call finance.',
    });
  });

  it.each([
    "arn:aws:iam::111122223333:user/a'; rm -r x; '",
    'arn:aws:iam::111122223333:user/$(x)',
    'somebody',
  ])('leaves out a principal that could be something else: %s', (arn) => {
    expect(startOffer(rule, { ...at, keys: { 'identity.arn': arn } })?.inputs).not.toHaveProperty(
      'principal',
    );
  });

  it('is none without a playbook, and has no window without times', () => {
    expect(startOffer({ response: null }, { ...at, keys: {} })).toBeNull();
    expect(startOffer(rule, { first: null, last: null, keys: {} })?.inputs).toEqual({});
  });
});
