import type { Log } from './memory-log.ts';
import type { IntendedMove } from '../../model/play.ts';
import type { Dispatch, WireRequest, WireResponse } from '../../simulator/wire/message.ts';

/** A request as it is kept: enough to make the account again by asking it all the same things at the same times. */
export interface KeptRequest {
  /** On the account's clock. */
  readonly at: number;
  /** Real time, which signatures are judged by. */
  readonly real: number;
  readonly request: Omit<WireRequest, 'body'> & { readonly body: string };
  /** What the intruder wants with it: kept before it takes effect, so that a crash neither loses nor doubles it. */
  readonly move?: IntendedMove;
}

export interface Times {
  readonly now: () => number;
  readonly real: () => number;
}

/** @param move what the intruder wants with it; nothing for everybody else's requests */
export type RecordedDispatch = (request: WireRequest, move?: IntendedMove) => Promise<WireResponse>;

/** Keeps every request before it is answered, and answers one after the other, so that the order kept is the order of effect. */
export function recordedDispatch(dispatch: Dispatch, log: Log<KeptRequest>, times: Times): RecordedDispatch {
  let last: Promise<unknown> = Promise.resolve();
  return (request, move) => {
    const answer = last.then(() => {
      log.add(kept(request, times, move));
      return dispatch(request);
    });
    last = answer.catch(() => undefined);
    return answer;
  };
}

export function requestOf({ request }: KeptRequest): WireRequest {
  return { ...request, body: Buffer.from(request.body, 'base64') };
}

function kept(request: WireRequest, { now, real }: Times, move: IntendedMove | undefined): KeptRequest {
  return {
    at: now(),
    real: real(),
    request: { ...request, body: withoutPassword(request.body).toString('base64') },
    ...(move === undefined ? {} : { move }),
  };
}

/** A password that heptad made for a user is in no file; no answer of the account depends on it. */
function withoutPassword(body: Uint8Array): Buffer {
  const text = Buffer.from(body).toString('latin1');
  return Buffer.from(text.replace(/(^|&)Password=[^&]*/, '$1Password=hidden'), 'latin1');
}
