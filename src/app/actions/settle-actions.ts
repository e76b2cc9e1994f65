import { type ActionState, isHandedOver } from '../../model/action-state.ts';
import type { CaseBook } from '../case-book.ts';
import type { AccountDesk } from './account-desk.ts';
import { isApproved } from './decide-plan.ts';
import { actionOf } from './needed-for.ts';
import { lookForExternal } from './hand-over.ts';
import { proveActions } from './prove-actions.ts';
import { runPlan, settleIntended } from './run-plan.ts';

/**
 * Goes on with approved plans that were cut off: reads back what was under way, then makes what remains. Called before
 * anything else is done in a case with an account.
 */
export async function settleActions(book: CaseBook, desk: AccountDesk): Promise<void> {
  // The second of two approvals may wait in the inbox.
  await book.catchUp();
  for (const { seq, status, intended, readBack } of inOrder(book)) {
    if (intended !== null) await settleIntended(seq, book, desk);
    if (isHandedOver(actionOf(book, seq))) await lookForExternal(seq, book, desk);
    if (status === 'approved' && readBack === null && isApproved(seq, book, desk))
      await runPlan(seq, book, desk);
  }
  await proveActions(book, desk);
}

/** The plans of a set in its order, all others in that of the journal. */
function inOrder({ state }: CaseBook): readonly ActionState[] {
  const inSets = Object.values(state.sets).flatMap(({ plans }) => plans);
  const order = new Set([...inSets, ...Object.keys(state.actions).map(Number)]);
  return [...order].flatMap((seq) => state.actions[seq] ?? []);
}
