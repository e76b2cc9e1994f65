import type { CaseState } from '../model/case-state.ts';

/** What stands at every prompt of a case: the account it works in, or what it was opened as. */
export function caseLabel({ accounts, opened }: CaseState): string {
  const [first, ...others] = accounts;
  if (first === undefined) return opened?.label ?? '';
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return `${first.label} ${first.account}${more} ${first.region}`;
}
