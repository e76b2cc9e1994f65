import type { CloudAnswer, CloudCall, MadeCall } from '../model/cloud-call.ts';

/** The account that calls go to, as GetCallerIdentity and the endpoint tell it. */
export interface CloudIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** What stands at every prompt. */
  readonly label: 'REAL' | 'SIMULATED';
  /** Where calls go when not to AWS itself; a case is pinned to it. */
  readonly endpoint: string | null;
  /** Whether the endpoint is this machine's own: only there may one approval cover every plan. */
  readonly loopback: boolean;
  readonly region: string;
  /** The service's own time when it answered, as far as it told. */
  readonly serverTime?: string | null;
  /** This machine's clock less the service's, in milliseconds, as the first answer told it to about half a second; null = not told. */
  readonly clockOffset?: number | null;
}

/**
 * An AWS account that can be asked and changed. Every call is reported to `onCall` before its answer is handed over,
 * so that the journal knows our own footprints.
 */
export interface Cloud {
  /** Makes one call. @throws CloudError for whatever the service or the way to it refused */
  call(call: CloudCall, options?: CallOptions): Promise<CloudAnswer>;
  readonly identity: CloudIdentity;
  close(): void;
}

export interface CallOptions {
  /** Keep the body as it came. */
  readonly raw?: boolean;
  /**
   * The way to a member of the answer that is an address signed for a while (`Code`, `Location`): what lies there is
   * `raw` in the body's place. The address itself opens it to anybody, and never leaves the adapter.
   */
  readonly follow?: readonly string[];
  /** Send it once and never again: a change whose answer was lost may have taken effect. */
  readonly once?: boolean;
  /** What the call uploads, as its `Body`. Pieces are sent once: they cannot be asked for again. */
  readonly body?: { readonly size: number; readonly content: Uint8Array | AsyncIterable<Uint8Array> };
  readonly signal?: AbortSignal;
}

export type OnCall = (call: MadeCall) => void;

/** A way to the account without the power to change it: what actions observe with and collectors read with. */
export interface CloudReader {
  /**
   * Makes a read. Null when the service says that the thing is not there with one of the codes in `absent`.
   * @throws CloudError otherwise; InternalError for an operation that is not a read
   */
  read(call: ReadRequest): Promise<CloudAnswer['output'] | null>;
}

export interface ReadRequest {
  readonly service: string;
  readonly operation: string;
  readonly input?: CloudCall['input'];
  /** The Region of the case unless given. */
  readonly region?: string;
  /** Error codes that mean "not there". */
  readonly absent?: readonly string[];
}
