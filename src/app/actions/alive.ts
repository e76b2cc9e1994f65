import type { Board } from '../../model/board.ts';
import type { CaseState } from '../../model/case-state.ts';
import { boardOf } from './board.ts';

/** The board as it would be with these plans carried out. */
export function boardWith(state: CaseState, plans: readonly number[]): Board {
  const actions = plans.flatMap((seq) => {
    const action = state.actions[seq];
    return action === undefined ? [] : [[seq, { ...action, status: 'applied' as const }] as const];
  });
  return boardOf({ ...state, actions: { ...state.actions, ...Object.fromEntries(actions) } });
}
