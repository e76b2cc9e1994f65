/** One look at what contained identities did since, and at what the decisive steps find now. */
export interface WatchRound {
  readonly identities: readonly WatchedIdentity[];
  /** Findings of the steps that were run again whose events became more, with their counts. */
  readonly grown: readonly GrownFinding[];
  /** Steps run again. */
  readonly steps: number;
}

export interface WatchedIdentity {
  /** The journal entry of the plan that contained it. */
  readonly plan: number;
  readonly action: string;
  readonly attribute: 'AccessKeyId' | 'Username';
  readonly value: string;
  /** Calls before this are not counted: IAM needs a moment. ISO 8601 UTC. */
  readonly since: string;
  readonly successes: number;
  readonly refused: number;
  /** Latest first, at most ten. */
  readonly events: readonly LateCall[];
  /** What was seen of the time since, in words that say so where it is not all. */
  readonly coverage: string;
}

export interface LateCall {
  readonly at: string;
  readonly name: string;
  /** The error code; null for a call that went through. */
  readonly error: string | null;
  readonly event: string | null;
}

export interface GrownFinding {
  readonly finding: string;
  readonly title: string;
  readonly before: number;
  readonly after: number;
}
