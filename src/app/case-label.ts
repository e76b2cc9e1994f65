import type { CaseState } from '../model/case-state.ts';

/** What is no incident says so wherever the account is named. */
const MARKS = { live: '', tabletop: 'EXERCISE ', training: 'TRAINING ' } as const;

/** Of a case that is to work in an account: it may be a real one. */
const NOT_REACHED = 'ACCOUNT NOT REACHED YET';

/** More accounts than these are counted. */
const MOST_NAMED = 3;

/** What stands at every prompt of a case: the accounts it works in, or what it was opened as. */
export function caseLabel({ accounts, opened, wanted }: CaseState): string {
  const [first] = accounts;
  const mark = MARKS[opened?.mode ?? 'live'];
  if (first === undefined) return `${mark}${wanted === null ? (opened?.label ?? '') : NOT_REACHED}`;
  const named = accounts.slice(0, MOST_NAMED).map(({ account }) => account);
  const more = accounts.length > MOST_NAMED ? ` +${accounts.length - MOST_NAMED}` : '';
  return `${mark}${first.label} ${named.join(', ')}${more} ${first.region}`;
}
