import { InternalError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { type ActionState, remainingCalls } from '../../model/action-state.ts';
import type { CloudCall } from '../../model/cloud-call.ts';
import { planDifference } from '../../model/plan.ts';
import type { ActionUnit, Undo } from '../../ports/action.ts';
import type { CaseBook } from '../case-book.ts';
import { type AccountDesk, deskFor } from './account-desk.ts';
import { findAction } from './action-library.ts';
import { contextOf, stateDocument, stillNeeded } from './make-plan.ts';

/** @throws InternalError for an entry that is no plan */
export function actionOf(book: CaseBook, seq: number): ActionState {
  const action = book.state.actions[seq];
  if (action === undefined) throw new InternalError(`there is no plan in entry ${seq}`);
  return action;
}

/** What an approved plan would still need in the account as it is. */
export interface Needed {
  readonly calls: readonly CloudCall[];
  /** What somebody else changed meanwhile, so that no call is the right one any more; empty where nobody did. */
  readonly conflicts: readonly string[];
  /** The state it was told from. */
  readonly document: string;
}

/** What keeps the account from being as the plan wants it, in words; nothing where it is so. */
export function missingOf({ calls, conflicts }: Needed): readonly string[] {
  return [...planDifference([], calls), ...conflicts];
}

/** Reads the account for what an approved plan would still need. */
export async function neededFor(action: ActionState, book: CaseBook, caseDesk: AccountDesk): Promise<Needed> {
  const { planned } = action;
  const desk = deskFor(caseDesk, planned.account);
  const unit = findAction(planned.action);
  if (planned.undoes !== null) return neededForUndo(action, book, desk);
  const made = planned.calls.slice(0, remainingCalls(action).from);
  const wanted = { unit, params: planned.params, at: planned.at, made };
  const { observed, calls } = await stillNeeded(wanted, desk);
  return { calls, conflicts: [], document: stateDocument(unit.id, planned.params, observed) };
}

async function neededForUndo({ planned }: ActionState, book: CaseBook, desk: AccountDesk): Promise<Needed> {
  const undone = actionOf(book, planned.undoes ?? 0);
  const unit = findAction(planned.action);
  const { undo, now } = await undoOf(unit, undone, { book, desk });
  return {
    calls: undo.kind === 'calls' ? undo.calls : [],
    conflicts: undo.kind === 'conflict' ? undo.differences : [],
    document: stateDocument(unit.id, planned.params, now),
  };
}

/** What would take an action back now, from the state that was kept before it. */
export async function undoOf(
  unit: ActionUnit,
  { planned }: ActionState,
  { book, desk: caseDesk }: { readonly book: CaseBook; readonly desk: AccountDesk },
): Promise<{ readonly undo: Undo; readonly now: JsonObject }> {
  const desk = deskFor(caseDesk, planned.account);
  const context = contextOf(desk, planned.at);
  const kept = JSON.parse(await book.kept(planned.before)) as { readonly observed: JsonObject };
  const now = await unit.observe(planned.params, desk.reader, context);
  return { undo: unit.undo(planned.params, { before: kept.observed, now }, context), now };
}
