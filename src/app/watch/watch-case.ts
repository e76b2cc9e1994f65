import { UserError } from '../../base/errors.ts';
import { readCase } from '../../case/case-folder.ts';
import { foldJournal } from '../../engine/apply.ts';
import { isWatched } from '../../model/action-state.ts';
import type { WatchRound } from '../../model/watch.ts';
import type { AccountAccess } from '../actions/connect-case.ts';
import type { CaseTools } from '../case-wiring.ts';
import { workInCase } from '../work-case.ts';
import { watchRound } from './watch-round.ts';

/**
 * Brings what is new in the account into the case and looks once at what contained identities did since. The case is
 * held for the round only, so that others can work on it between rounds.
 * @throws UserError for a case that has no account, is closed, or contains nothing
 */
export async function watchCase(
  folder: string,
  tools: CaseTools,
  access: AccountAccess,
): Promise<WatchRound> {
  const since = watchedSince(folder);
  let round: WatchRound | null = null;
  await workInCase(folder, tools, {
    access,
    since,
    work: async (session) => {
      round = await watchRound(session);
    },
  });
  return round ?? { identities: [], grown: [], steps: 0 };
}

/** Events come so late, and what was collected ended with what had come by then. */
const LATE = 3_600_000;

/**
 * What comes after what was collected before the first containment, or in the round before: no time between may be
 * left out.
 */
function watchedSince(folder: string): string {
  const { entries } = readCase(folder);
  const state = foldJournal(entries);
  const refuse = (why: string, fix: string): never => {
    throw new UserError('there is nothing to watch', { why, fix });
  };
  if (state.closedAt !== null)
    return refuse(`the case was closed at ${state.closedAt}`, 'open a new case for what happens now');
  if (state.accounts.length === 0)
    return refuse('the case is over logs alone', 'bring newer logs in with heptad collect --logs');
  const times = Object.values(state.actions).flatMap((action) =>
    isWatched(action) && action.executedAt !== null ? [action.executedAt] : [],
  );
  const first = times.toSorted()[0];
  if (first === undefined)
    return refuse(
      'no containment of this case is in force',
      'contain first: heptad resume, or heptad action apply',
    );
  const round = entries.findLast(({ kind, at }) => kind === 'watch-round' && at > first);
  const until = round?.at ?? first;
  const collected = state.collections.map(({ to }) => to).filter((to) => to <= until);
  const known = collected.toSorted().at(-1) ?? first;
  return new Date(Date.parse(known) - LATE).toISOString();
}
