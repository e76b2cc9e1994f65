import { type ActionState, remainingCalls } from '../../model/action-state.ts';
import type { CloudCall } from '../../model/cloud-call.ts';
import { sameCall } from '../../model/plan.ts';
import type { CaseBook } from '../case-book.ts';

/** Values that are made or taken at the run are another's each time. */
const MADE_AT_THE_RUN = /"\$(secret|result)"/;

/**
 * Calls of a plan that another approved plan of the case has made since this one was planned, as it happens with plans
 * of one set: by their place in the plan, with the request id of the call that was made.
 */
export function sharedCalls(action: ActionState, { state }: CaseBook): ReadonlyMap<number, string | null> {
  const others = Object.values(state.actions).filter(
    ({ seq, planned, executedAt, undoneBy }) =>
      seq !== action.seq &&
      planned.account === action.planned.account &&
      planned.undoes === null &&
      undoneBy === null &&
      executedAt !== null &&
      executedAt >= action.plannedAt,
  );
  const shared = new Map<number, string | null>();
  for (const [index, call] of action.planned.calls.entries()) {
    if (MADE_AT_THE_RUN.test(JSON.stringify(call.input))) continue;
    const made = others.flatMap(({ planned, answers }) =>
      answers.filter((answer) => {
        const other = planned.calls[answer.index];
        return answer.outcome === 'done' && other !== undefined && sameCall(other, call);
      }),
    )[0];
    if (made !== undefined) shared.set(index, made.requestId);
  }
  return shared;
}

/** What remains of a plan without the calls that another plan has made. */
export function withoutShared(
  action: ActionState,
  shared: ReadonlyMap<number, string | null>,
): readonly CloudCall[] {
  const { from, calls } = remainingCalls(action);
  return calls.filter((_, index) => !shared.has(from + index));
}
