import { guard } from '../../actions/guards.ts';
import { UserError } from '../../base/errors.ts';
import { type ActionState, isHandedOver, isInForce, planName } from '../../model/action-state.ts';
import { planDifference, planSha256 } from '../../model/plan.ts';
import type { CaseBook } from '../case-book.ts';
import { type AccountDesk, deskFor, journalFootprints } from './account-desk.ts';
import { findAction } from './action-library.ts';
import { contextOf, refusal } from './make-plan.ts';
import { actionOf, neededFor, undoOf } from './needed-for.ts';
import { recordPlan } from './record-plan.ts';

/**
 * Plans the undo of an applied action from the state that was kept before it, and journals the plan unless the same one
 * waits already. Gives its entry.
 * @throws UserError where there is nothing to undo, or somebody else changed the target since
 */
export async function planUndo(entry: number, book: CaseBook, desk: AccountDesk): Promise<number> {
  if (book.state.actions[entry] === undefined)
    throw new UserError(`entry ${entry} is no plan of an action`, {
      fix: 'heptad status lists what is in force, with its entries',
    });
  const action = actionOf(book, entry);
  const { planned, status } = action;
  const done = action.answers.some(({ outcome }) => outcome === 'done');
  if (!isInForce(action) && !done && status !== 'external')
    throw new UserError(`there is nothing to undo in entry ${entry}`, {
      why: `${planName(planned)} of ${planned.target} is ${status}`,
      fix: 'heptad status lists what is in force',
    });
  if (action.undoneBy !== null)
    throw new UserError(`entry ${entry} is undone already`, { why: `entry ${action.undoneBy} undid it` });
  if (isHandedOver(action)) await refuseUntouched(action, book, desk);
  const unit = findAction(planned.action);
  const { undo, now } = await undoOf(unit, action, { book, desk });
  await journalFootprints(desk, book);
  if (undo.kind === 'none') throw new UserError(`${planned.action} cannot be undone`, { why: undo.why });
  if (undo.kind === 'conflict')
    throw new UserError(`${planned.target} was changed by somebody else since`, {
      why: undo.differences.join('\n'),
      fix: 'look at who changed it; put it right by hand, so that nobody else’s change is lost',
    });
  const own = deskFor(desk, planned.account);
  const refused = guard(unit.touches(planned.params, now, contextOf(own, planned.at)), {
    operator: own.cloud.identity,
    organization: desk.organization,
  });
  if (refused !== null) throw refusal(`undo of ${planned.action}`, refused);
  const plan = {
    action: planned.action,
    params: planned.params,
    at: planned.at,
    target: planned.target,
    account: planned.account,
    calls: undo.calls,
    blast: undo.reopens ? ['this gives access back or weakens what was protected'] : [],
    contained: null,
    undoes: entry,
    reopens: undo.reopens,
  };
  const hash = planSha256(plan);
  // Asked for again, the plan that waits is put again: two of them could be approved one after the other.
  const waiting = Object.values(book.state.actions).findLast(
    (other) =>
      other.planned.undoes === entry &&
      (other.status === 'planned' || other.status === 'approved') &&
      other.planned.planSha256 === hash,
  );
  return waiting?.seq ?? recordPlan({ plan, planSha256: hash, observed: now }, book);
}

/** What another team was to do and has not begun leaves nothing to undo. */
async function refuseUntouched(action: ActionState, book: CaseBook, desk: AccountDesk): Promise<void> {
  const { planned, seq } = action;
  const { calls } = await neededFor(action, book, desk);
  if (planDifference(planned.calls, calls).length > 0) return;
  throw new UserError(`there is nothing to undo in entry ${seq}`, {
    why: `${planned.external ?? 'the other team'} has changed nothing of ${planned.target}`,
    fix: 'tell them that it is called off',
  });
}
