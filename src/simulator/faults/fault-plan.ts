/** What goes wrong, as data. The first rule that matches a call decides. */
export type FaultPlan = readonly FaultRule[];

export interface FaultRule {
  readonly match: FaultMatch;
  readonly fault: PlannedFault;
}

/** A call is met when all that is given agrees. */
export interface FaultMatch {
  /** The name the service signs with: `iam`, `s3`, `cloudtrail`. */
  readonly service?: string;
  readonly operation?: string;
  /** The so-manieth call that matches otherwise, from 1; without it, every one. */
  readonly nth?: number;
}

export type PlannedFault =
  | { readonly kind: 'throttling' | 'access-denied' | 'expired-credentials' }
  /** The service fails; `done` says that the call took effect all the same. */
  | { readonly kind: 'server-error'; readonly status?: 500 | 503; readonly done?: boolean }
  /** The connection is closed without an answer. */
  | { readonly kind: 'dropped'; readonly done?: boolean }
  /** No answer ever comes. */
  | { readonly kind: 'timeout'; readonly done?: boolean }
  /** The connection is closed in the middle of the answer's body; the call took effect. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'slow'; readonly milliseconds: number };
