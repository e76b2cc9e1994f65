import type { AccountWay } from '../../src/app/actions/connect-case.ts';
import type { PlannedFault } from '../../src/simulator/faults/fault-plan.ts';
import { withFaults } from '../../src/simulator/faults/with-faults.ts';
import { identify } from '../../src/simulator/wire/identify.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import type { Dispatch } from '../../src/simulator/wire/message.ts';
import { readAuthorization } from '../../src/simulator/wire/sigv4.ts';
import { MODELS } from './service-modules.ts';
import type { TestAccount } from './simulated-account.ts';

/** Every way a call goes wrong. */
const FAULTS = {
  throttling: { kind: 'throttling' },
  'server error': { kind: 'server-error' },
  // A client that waits for an answer gives up: see `timedOut`.
  timeout: { kind: 'slow', milliseconds: 60_000 },
  'expired credentials': { kind: 'expired-credentials' },
  // The call took effect, and nobody was told.
  'answer lost': { kind: 'dropped', done: true },
  'access denied': { kind: 'access-denied' },
} as const satisfies Readonly<Record<string, PlannedFault>>;
export type FaultName = keyof typeof FAULTS;

/** Faults after which the same call may go through: the run pauses, and goes on when it is resumed. */
export const PASSING = ['throttling', 'server error', 'timeout', 'expired credentials'] as const;

/** A way to the account on which calls go wrong as they are told to. */
export interface FaultyWire {
  readonly way: AccountWay;
  /** Every call that arrived, as `service:operation`, in order; those that went wrong among them. */
  readonly arrived: readonly string[];
  /** Those that went wrong. */
  readonly struck: readonly string[];
}

/**
 * Carries calls to the account in process.
 * @param strike what goes wrong with the next call of this name; undefined = nothing
 */
export function faultyWire(
  account: TestAccount,
  strike: (call: string) => FaultName | undefined,
): FaultyWire {
  const arrived: string[] = [];
  const struck: string[] = [];
  const failing = (name: FaultName): Dispatch =>
    withFaults(account.dispatch, {
      plan: [{ match: {}, fault: FAULTS[name] }],
      models: MODELS,
      delay: () => Promise.reject(timedOut()),
    });
  const dispatch: Dispatch = (request) => {
    const { model, operation } = identify(MODELS, request, readAuthorization(request)?.service);
    const call = `${model?.signingName ?? 'unknown'}:${operation?.name ?? request.path}`;
    arrived.push(call);
    const fault = strike(call);
    if (fault === undefined) return account.dispatch(request);
    struck.push(call);
    return failing(fault)(request);
  };
  return {
    arrived,
    struck,
    way: {
      requestHandler: inProcess(dispatch, '192.0.2.55'),
      // The SDK's own tries would hide from the case what is to be seen here.
      attempts: 1,
      wait: (milliseconds) => Promise.resolve(account.clock.advance(milliseconds)),
    },
  };
}

/** What the SDK's handler throws when a socket is silent for too long. */
function timedOut(): Error {
  return Object.assign(new Error('Connection timed out'), { name: 'TimeoutError' });
}
