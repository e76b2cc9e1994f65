import { canonicalJson } from '../../base/canonical-json.ts';
import type { JsonObject } from '../../base/json.ts';
import { planDifference } from '../../model/plan.ts';
import type { ActionUnit } from '../../ports/action.ts';
import type { CaseBook } from '../case-book.ts';
import type { AccountDesk } from './account-desk.ts';
import { stillNeeded } from './make-plan.ts';

/**
 * The entry of a plan of the same action and parameters that waits for its approval and would still be made of the same
 * calls. A plan that holds a time holds its own: planned anew, an approval by hash would never fit it.
 */
export async function waitingPlan(
  { unit, params }: { readonly unit: ActionUnit; readonly params: JsonObject },
  { state }: CaseBook,
  desk: AccountDesk,
): Promise<number | null> {
  const wanted = canonicalJson(params);
  for (const { seq, status, planned } of Object.values(state.actions).toReversed()) {
    if (status !== 'planned' || planned.undoes !== null || planned.action !== unit.id) continue;
    if (canonicalJson(planned.params) !== wanted) continue;
    const { calls } = await stillNeeded({ unit, params, at: planned.at }, desk);
    if (planDifference(planned.calls, calls).length === 0) return seq;
  }
  return null;
}
