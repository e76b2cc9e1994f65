import { connectAccount } from '../../src/aws/connect.ts';
import { createPacer } from '../../src/aws/pacer.ts';
import type { Organization } from '../../src/model/organization.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import { type DeskCase, deskCase } from './desk-case.ts';
import { type FaultName, faultyWire } from './faulty-wire.ts';
import { testAccount, type TestAccount } from './simulated-account.ts';

/** Stands in the user agent of every call of the case. */
export const TOKEN = 'hptd-test';

/** A case on the simulated account. */
export interface ActionCase extends DeskCase {
  readonly account: TestAccount;
  /** What the account's own log says this case called, reads left out. */
  readonly changesInTrail: () => readonly string[];
}

export interface ActionCaseOptions {
  readonly organization?: Organization;
  readonly credentials?: (account: TestAccount) => Credentials | Promise<Credentials>;
  /** What goes wrong with the next call of this name (`service:operation`), and is tried once. */
  readonly faults?: (call: string) => FaultName | undefined;
}

export async function actionCase(options: ActionCaseOptions = {}): Promise<ActionCase> {
  const account = await testAccount();
  const clock = { now: () => new Date(account.clock.now()).toISOString() };
  const credentials = (await options.credentials?.(account)) ?? account.responder;
  const own = await deskCase({
    connect: (onCall) =>
      connectAccount({
        profile: null,
        region: 'us-east-1',
        endpoint: 'http://127.0.0.1',
        token: TOKEN,
        pacer: createPacer({ now: () => 0, wait: () => Promise.resolve() }),
        now: clock.now,
        onCall,
        credentials,
        ...(options.faults === undefined
          ? { requestHandler: inProcess(account.dispatch) }
          : faultyWire(account, options.faults).way),
      }),
    clock,
    wait: (milliseconds) => Promise.resolve(account.clock.advance(milliseconds)),
    organization: options.organization,
  });
  return {
    ...own,
    // Taken again, the case is held by another book.
    get book() {
      return own.book;
    },
    account,
    changesInTrail: () =>
      account.world.trail.events.flatMap(({ record }) =>
        record.userAgent.includes(TOKEN) && !record.readOnly ? [record.eventName] : [],
      ),
    close: async () => {
      await own.close();
      await account.close();
    },
  };
}
