import type { JsonObject } from '../../base/json.ts';
import type { ConditionContext } from '../iam/pattern.ts';
import type { PolicyDocument } from '../iam/policy-document.ts';
import type { Input } from '../wire/input.ts';
import type { UntypedHandler } from '../wire/handlers.ts';
import type { ServiceModel } from '../wire/service-model.ts';
import type { Principal } from './session.ts';

/** The circumstances of one call, as its handler sees them. */
export interface Call {
  readonly requestId: string;
  readonly region: string;
  /** Milliseconds since 1970, on the account's clock. */
  readonly now: number;
  readonly principal: Principal;
  readonly address: string;
  /** The host that was called, with its port where it has one. */
  readonly host: string;
  readonly userAgent: string;
  /** What the handler has to say for the track of the call. */
  readonly notes: TrackNotes;
}

/** What only the handler of a call knows, and its CloudTrail event shows. */
export interface TrackNotes {
  additional?: JsonObject;
  resources?: readonly JsonObject[];
}

/** One permission that a call needs. */
export interface Access {
  /** `iam:ListUsers`. */
  readonly action: string;
  readonly resource: string;
  /** Condition keys of the service, besides the global ones. */
  readonly context?: ConditionContext | undefined;
  readonly resourcePolicy?: PolicyDocument | undefined;
  readonly resourceMustAllow?: boolean | undefined;
  /** Nobody needs to be allowed this (sts:GetSessionToken), but it can be denied. */
  readonly onlyDeny?: boolean | undefined;
}

/** One service of the account: its model, its handlers, and the permissions its operations need. */
export interface ServiceUnit {
  readonly model: ServiceModel;
  readonly handlers: Readonly<Record<string, UntypedHandler<Call> | undefined>>;
  /** An empty list: the call needs no permission (GetCallerIdentity). */
  access(operation: string, input: Input, call: Call): readonly Access[];
}
