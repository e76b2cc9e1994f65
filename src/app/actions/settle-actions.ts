import { isHandedOver } from '../../model/action-state.ts';
import type { CaseBook } from '../case-book.ts';
import type { AccountDesk } from './account-desk.ts';
import { isApproved } from './decide-plan.ts';
import { eachInTurn, failureOf } from './each-in-turn.ts';
import { actionOf } from './needed-for.ts';
import { lookForExternal } from './hand-over.ts';
import { proveActions } from './prove-actions.ts';
import { runPlan, settleIntended } from './run-plan.ts';

/**
 * Goes on with approved plans that were cut off: reads back what was under way, then makes what remains. Called before
 * anything else is done in a case with an account.
 * @throws ActionFailedError naming the plans that failed, once all had their turn and what was applied is proved
 */
export async function settleActions(book: CaseBook, desk: AccountDesk): Promise<void> {
  // The second of two approvals may wait in the inbox.
  await book.catchUp();
  const failure = await failureOf(() =>
    eachInTurn(inOrder(book), async (seq) => {
      const { intended, status, readBack } = actionOf(book, seq);
      if (intended !== null) await settleIntended(seq, book, desk);
      if (isHandedOver(actionOf(book, seq))) await lookForExternal(seq, book, desk);
      if (status === 'approved' && readBack === null && isApproved(seq, book, desk))
        await runPlan(seq, book, desk);
    }),
  );
  await proveActions(book, desk);
  if (failure !== null) throw failure;
}

/** The plans of a set in its order, all others in that of the journal. */
function inOrder({ state }: CaseBook): readonly number[] {
  const inSets = Object.values(state.sets).flatMap(({ plans }) => plans);
  return [...new Set([...inSets, ...Object.keys(state.actions).map(Number)])];
}
