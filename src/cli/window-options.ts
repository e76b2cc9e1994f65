import type { CollectionWish } from '../app/collecting/plan-collection.ts';
import { UserError } from '../base/errors.ts';

/** A window as it is given on the command line. */
export interface WindowOptions {
  readonly from?: string;
  readonly to?: string;
}

/** What was given, as ISO 8601 UTC. @throws UserError for what is no time, or an empty window */
export function windowOf({ from, to }: WindowOptions): Pick<CollectionWish, 'from' | 'to'> {
  const wish = {
    from: from === undefined ? null : timeOf('--from', from),
    to: to === undefined ? null : timeOf('--to', to),
  };
  if (wish.from !== null && wish.to !== null && wish.from >= wish.to)
    throw new UserError('the window to collect is empty', { fix: 'give a --from before --to' });
  return wish;
}

function timeOf(option: string, given: string): string {
  const time = Date.parse(given);
  if (!/^\d{4}-\d\d-\d\d/.test(given) || Number.isNaN(time))
    throw new UserError(`${option}: '${given}' is no time`, { fix: 'write it as 2026-01-15T09:00:00Z' });
  return new Date(time).toISOString();
}
