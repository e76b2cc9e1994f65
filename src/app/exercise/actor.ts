import { createPacer } from '../../aws/pacer.ts';
import { type Answered, SdkCaller } from '../../aws/sdk-caller.ts';
import type { CloudCall } from '../../model/cloud-call.ts';
import type { Dispatch } from '../../simulator/wire/message.ts';
import { inProcess } from '../../simulator/wire/in-process.ts';
import type { ActorCredentials, ActorPlace } from './actor-credentials.ts';
import { isPlaneCall, planeCall, type PlaneCaller } from './plane-call.ts';

/** Makes calls in the simulated account as somebody else than heptad: the SDK's clients over the same wire, with no socket. */
export class Actor {
  readonly #caller: SdkCaller;
  readonly #plane: PlaneCaller;

  constructor(dispatch: Dispatch, credentials: ActorCredentials, place: ActorPlace) {
    const { address, userAgent } = place;
    this.#plane = { dispatch, credentials, place, real: Date.now };
    const { bearer, ...keys } = credentials;
    const disguised: Dispatch = (request) =>
      dispatch({
        ...request,
        headers: {
          ...request.headers,
          'user-agent': userAgent,
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
      });
    this.#caller = new SdkCaller({
      credentials: keys,
      endpoint: null,
      profile: null,
      token: 'nobody',
      pacer: createPacer({ now: () => 0, wait: () => Promise.resolve() }),
      now: () => '',
      onCall: () => undefined,
      requestHandler: inProcess(disguised, address),
    });
  }

  /** Sends it once. @throws CloudError */
  call(call: CloudCall): Promise<Answered> {
    return isPlaneCall(call) ? planeCall(call, this.#plane) : this.#caller.call(call, { once: true });
  }

  close(): void {
    this.#caller.close();
  }
}
