import type { CaseState } from '../model/case-state.ts';

/** What is no incident says so wherever the account is named. */
const MARKS = { live: '', tabletop: 'EXERCISE ', training: 'TRAINING ' } as const;

/** What stands at every prompt of a case: the account it works in, or what it was opened as. */
export function caseLabel({ accounts, opened }: CaseState): string {
  const [first, ...others] = accounts;
  const mark = MARKS[opened?.mode ?? 'live'];
  if (first === undefined) return `${mark}${opened?.label ?? ''}`;
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return `${mark}${first.label} ${first.account}${more} ${first.region}`;
}
