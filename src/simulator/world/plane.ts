import type { JsonObject } from '../../base/json.ts';
import type { WireError } from '../wire/wire-error.ts';
import type { Call } from './call.ts';

/** A call to a plane of inference that has no SDK client: plain HTTP and JSON. */
export interface PlaneRequest {
  /** Empty for a call without a body. */
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
  /** What the path names, such as the model of `/v1/models/NAME`. */
  readonly named: string | undefined;
}

/** One operation, by the name that its permission and its event have. */
export interface PlaneOperation {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  /** Its event is a data event: logged only where a selector asks for it. */
  readonly data: boolean;
  /** @throws WireError as the plane refuses */
  readonly answer: (asked: PlaneRequest, call: Call) => JsonObject;
}

/** A plane: what it is signed for as, and how it answers. */
export interface Plane {
  readonly id: string;
  readonly protocol: 'restJson1';
  /** Prefix of its permissions, name of its event source, name it is signed for. */
  readonly signingName: 'bedrock-mantle' | 'aws-external-anthropic';
  readonly operations: readonly PlaneOperation[];
  /** What a call is about, for permissions and events. @throws WireError when it does not say */
  readonly resource: (
    asked: PlaneRequest,
    call: Pick<Call, 'region'>,
  ) => { readonly type: string; readonly arn: string };
  readonly errorBody: (error: Pick<WireError, 'code' | 'message' | 'status'>) => JsonObject;
}
