/** A request as it came in, whatever carried it. */
export interface WireRequest {
  readonly method: string;
  /** The path as sent: still percent-encoded. */
  readonly path: string;
  /** Decoded; a key without a value has the empty text. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Where the call came from, as CloudTrail will show it. */
  readonly address: string;
}

/** An answer, ready for whatever carries it back. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The connection is lost after so many bytes of the body. */
  readonly lostAfter?: number;
}

/** Answers one request; never throws for anything the request says. */
export type Dispatch = (request: WireRequest) => Promise<WireResponse>;

/** The first value of a query parameter. */
export function queryValue(request: WireRequest, name: string): string | undefined {
  return request.query[name]?.[0];
}
