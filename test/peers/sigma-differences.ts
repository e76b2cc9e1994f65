/** A rule that is met by other events on the other side. */
export interface SigmaDifference {
  readonly right: 'heptad' | 'pySigma';
  readonly why: string;
  /** Events that only one side meets it by. */
  readonly onlyHere: number;
  readonly onlyThere: number;
}

/** By the title of the rule; the suite fails when one is gone, or has other numbers. */
export const SIGMA_DIFFERENCES: Readonly<Record<string, SigmaDifference>> = {
  'Filter of a guardrail switched off': {
    right: 'heptad',
    why: 'The strength of a filter stands in a list of filters. Sigma takes a field inside a list as any of its values; the backend asks for one column a field and leaves it to whoever fills the table to have one, and the way through objects alone does not lead into the list.',
    onlyHere: 1,
    onlyThere: 0,
  },
  'Snapshot or image shared with everybody': {
    right: 'heptad',
    why: 'Whom a snapshot is shared with is a list of groups: as above, the way through objects does not lead into it.',
    onlyHere: 2,
    onlyThere: 0,
  },
  'Content filters of a guardrail changed': {
    right: 'heptad',
    why: 'The same list: there, no update has a filter that is kept, so one that keeps its filters counts as a change.',
    onlyHere: 0,
    onlyThere: 1,
  },
};
