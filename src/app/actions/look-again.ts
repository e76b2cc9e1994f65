import { type ActionState, remainingCalls } from '../../model/action-state.ts';
import type { CaseBook } from '../case-book.ts';
import type { AccountDesk } from './account-desk.ts';
import { findAction } from './action-library.ts';
import { actionOf, undoOf } from './needed-for.ts';
import { readBack } from './read-back.ts';

/**
 * An undo that was run whole, and of which nobody could see what became, leaves its action in force for the case though
 * it is not. Where nothing is left to take back, that undo is read back again. Gives its plan; null = there is none, or
 * the account needs an undo yet.
 */
export async function lookAgain(entry: number, book: CaseBook, desk: AccountDesk): Promise<number | null> {
  const run = Object.values(book.state.actions).findLast((action) => isUnseenUndo(action, entry));
  if (run === undefined) return null;
  const { undo } = await undoOf(findAction(run.planned.action), actionOf(book, entry), { book, desk });
  if (undo.kind !== 'none') return null;
  await readBack(run.seq, book, desk);
  return run.seq;
}

function isUnseenUndo(action: ActionState, entry: number): boolean {
  const { planned, readBack: seen } = action;
  return planned.undoes === entry && seen?.unseen !== undefined && remainingCalls(action).calls.length === 0;
}
