import type { SetDecided, SetPlanned } from '../model/action-set.ts';
import type { CaseState, Stamp } from '../model/case-state.ts';
import { withDecidedAction } from './fold-actions.ts';

export function withSet(state: CaseState, planned: SetPlanned, { seq }: Stamp): CaseState {
  return { ...state, sets: { ...state.sets, [seq]: { ...planned, seq } } };
}

/** A decision on a set is one on each of its plans; of another set than was shown it covers nothing. */
export function withDecidedSet(state: CaseState, decided: SetDecided, stamp: Stamp): CaseState {
  const set = state.sets[decided.set];
  if (set === undefined || set.setSha256 !== decided.setSha256) return state;
  return set.plans.reduce((folded, plan) => {
    const { offer = null, planSha256 = null } = folded.actions[plan]?.planned ?? {};
    const { decision, how, why } = decided;
    return withDecidedAction(folded, { plan, offer, planSha256, decision, how, why }, stamp);
  }, state);
}
