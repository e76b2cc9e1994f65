/** Something that was to be kept before anything was changed. */
export interface Kept {
  readonly what: string;
  /** SHA-256 of the evidence; null where nothing could be kept, or it was in the case before. */
  readonly evidence: string | null;
  /** How much, or why not. */
  readonly detail: string;
}

/** What became of the preservation that is offered before the first change of a case. */
export interface PreservationDecided {
  readonly decision: 'kept' | 'declined';
  readonly why: string | null;
  readonly kept: readonly Kept[];
}
