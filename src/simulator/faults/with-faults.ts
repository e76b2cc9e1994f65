import { identify, type Match } from '../wire/identify.ts';
import type { Dispatch, WireRequest, WireResponse } from '../wire/message.ts';
import type { ServiceModel } from '../wire/service-model.ts';
import { readAuthorization } from '../wire/sigv4.ts';
import { faultOf, writeError } from '../wire/write-error.ts';
import { plannedError } from './fault-errors.ts';
import type { FaultPlan, FaultRule, PlannedFault } from './fault-plan.ts';

export interface FaultOptions {
  readonly plan: FaultPlan;
  /** The services whose calls the plan may name. */
  readonly models: readonly ServiceModel[];
  /** Waits so many milliseconds; tests give their own. */
  readonly delay: (milliseconds: number) => Promise<void>;
}

/** The connection was lost, as a client's socket tells it. */
export class ConnectionLost extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('socket hang up');
    this.name = 'ECONNRESET';
  }
}

/** Answers as `dispatch` does, except where the plan has something go wrong. */
export function withFaults(dispatch: Dispatch, options: FaultOptions): Dispatch {
  const counts = new Map<FaultRule, number>();
  return async (request) => {
    const match = identify(options.models, request, readAuthorization(request)?.service);
    const fault = match.operation === undefined ? undefined : nextFault(options.plan, match, counts);
    if (match.operation === undefined || fault === undefined) return dispatch(request);
    return failed(dispatch, { request, match, fault, delay: options.delay });
  };
}

function nextFault(
  plan: FaultPlan,
  { model, operation }: Match,
  counts: Map<FaultRule, number>,
): PlannedFault | undefined {
  let found: PlannedFault | undefined;
  for (const rule of plan) {
    const { service = model.signingName, operation: name = operation.name, nth } = rule.match;
    if (service !== model.signingName || name !== operation.name) continue;
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    if (nth === undefined || nth === count) found ??= rule.fault;
  }
  return found;
}

interface Failing {
  readonly request: WireRequest;
  readonly match: Match;
  readonly fault: PlannedFault;
  readonly delay: FaultOptions['delay'];
}

async function failed(dispatch: Dispatch, { request, match, fault, delay }: Failing): Promise<WireResponse> {
  if ('done' in fault && fault.done) await dispatch(request);
  switch (fault.kind) {
    case 'dropped':
      throw new ConnectionLost();
    case 'timeout':
      return new Promise(() => undefined);
    case 'slow':
      await delay(fault.milliseconds);
      return dispatch(request);
    case 'truncated': {
      const response = await dispatch(request);
      return { ...response, lostAfter: response.body.length >> 1 };
    }
    case 'throttling':
    case 'access-denied':
    case 'expired-credentials':
    case 'server-error': {
      const error = plannedError(match.model, fault.kind, 'status' in fault ? fault.status : undefined);
      return writeError(match.model, faultOf(match.model, error), 'planned-fault');
    }
  }
}
