import { connectAccount } from '../../../src/aws/connect.ts';
import { createPacer } from '../../../src/aws/pacer.ts';
import { NO_ORGANIZATION } from '../../../src/model/organization.ts';
import { type DeskCase, deskCase } from '../../support/desk-case.ts';
import type { MotoAccount } from './moto-account.ts';

/** A case of the responder in an account of moto. */
export function caseOnMoto({ url, responder }: MotoAccount): Promise<DeskCase> {
  const clock = { now: () => new Date().toISOString() };
  return deskCase({
    connect: (onCall) =>
      connectAccount({
        profile: null,
        region: 'us-east-1',
        endpoint: url,
        token: 'hptd-moto',
        pacer: createPacer({ now: () => 0, wait: () => Promise.resolve() }),
        now: clock.now,
        onCall,
        credentials: responder,
      }),
    clock,
    // moto does not say that it is no real account.
    organization: { ...NO_ORGANIZATION, breakGlass: 'none' },
    // Nothing in moto takes time.
    wait: () => Promise.resolve(),
  });
}
