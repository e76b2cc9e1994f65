import { awsCliCommand } from '../../actions/aws-cli.ts';
import { UserError } from '../../base/errors.ts';
import { readCase } from '../../case/case-folder.ts';
import { foldJournal } from '../../engine/apply.ts';
import type { ActionPlanned } from '../../model/action-event.ts';
import { type ActionState, isHandedOver, planName } from '../../model/action-state.ts';
import { liveFootholds } from '../../model/board.ts';
import type { CaseState } from '../../model/case-state.ts';
import type { Plan } from '../../model/plan.ts';
import type { PlanFile, ShownPlan } from '../../model/signed-approval.ts';
import { boardWith } from './alive.ts';

/** A plan of a case that waits for an approval or was handed over, as a file for whoever is elsewhere. Nothing is written to the case. */
export function exportPlan(folder: string, entry: number, now: string): PlanFile {
  const state = foldJournal(readCase(folder).entries);
  const handedOver = state.actions[entry];
  const action =
    handedOver !== undefined && isHandedOver(handedOver) ? handedOver : waitingAction(state, entry);
  return {
    format: 'heptad-plan',
    version: 1,
    exportedAt: now,
    shown: shownPlan(state, action),
    commands: action.planned.calls.map(awsCliCommand),
    approvedBy: action.approvals.map(({ human, identity }) =>
      identity === null ? human : `${human} (${identity})`,
    ),
    alive: action.planned.undoes === null ? liveFootholds(boardWith(state, [entry])) : [],
  };
}

/** @throws UserError for an entry that is no plan, or one that is decided */
export function waitingAction(state: CaseState, entry: number): ActionState {
  const action = state.actions[entry];
  if (action !== undefined && (action.status === 'planned' || action.status === 'approved')) return action;
  throw new UserError(`entry ${entry} is no plan that waits for an approval`, {
    ...(action === undefined ? {} : { why: `${planName(action.planned)} is ${action.status}` }),
    fix: 'heptad status lists the plans that wait',
  });
}

/** What an approver is shown of a plan, made from the journal alone. */
export function shownPlan(state: CaseState, { seq, planned }: ActionState): ShownPlan {
  const account = state.accounts.find((one) => one.account === planned.account);
  return {
    case: state.opened?.id ?? '',
    entry: seq,
    // Without the Region of the day: the case may be gone on with in another.
    label: `${account?.label ?? 'account'} ${planned.account}`,
    plan: planOf(planned),
    planSha256: planned.planSha256,
  };
}

function planOf({
  action,
  params,
  at,
  target,
  account,
  calls,
  blast,
  contained,
  undoes,
  reopens,
}: ActionPlanned): Plan {
  return { action, params, at, target, account, calls, blast, contained, undoes, reopens };
}
