import type { ActionPlanned, CallAnswered, EffectProof, ReadBack } from './action-event.ts';
import type { Operator } from './case-event.ts';
import type { CloudCall } from './cloud-call.ts';
import type { ActionStatus } from './report.ts';
import type { SignedApproval } from './signed-approval.ts';

/** One plan of a case and everything that became of it. */
export interface ActionState {
  /** The journal entry of the plan: what `undo` and `approve` name. */
  readonly seq: number;
  readonly plannedAt: string;
  readonly plannedBy: Operator;
  readonly planned: ActionPlanned;
  readonly status: ActionStatus;
  readonly approvals: readonly Approval[];
  readonly why: string | null;
  /** The call that was about to be made when nothing more was heard; null when none. */
  readonly intended: number | null;
  readonly answers: readonly CallAnswered[];
  readonly executedBy: Operator | null;
  readonly executedAt: string | null;
  readonly readBack: ReadBack | null;
  readonly proof: EffectProof | null;
  /** The entry of the plan that undid it. */
  readonly undoneBy: number | null;
}

/** Who approved a plan, and by which signature where it was not given in the case itself. */
export interface Approval extends Operator {
  readonly signed?: SignedApproval;
}

/** What a plan does, in a word: the undo of an action is never called by the name of the action alone. */
export function planName({ action, undoes }: Pick<ActionPlanned, 'action' | 'undoes'>): string {
  return undoes === null ? action : `undo of entry ${undoes}: ${action}`;
}

/** The calls that have not been made yet, in order, with the place of the first. */
export function remainingCalls({ planned, answers }: ActionState): {
  readonly from: number;
  readonly calls: readonly CloudCall[];
} {
  const from = answers.filter(({ outcome }) => outcome === 'done').length;
  return { from, calls: planned.calls.slice(from) };
}

/** Containment that was applied and not taken back; done by another team, it counts once it was read back. */
export function isInForce({ status, planned, readBack }: ActionState): boolean {
  const done =
    status === 'applied' ||
    status === 'verified' ||
    status === 'partial' ||
    (status === 'external' && readBack?.holds === true);
  return done && planned.undoes === null;
}

/** Containment that was applied and not taken back, and after which what it contained was seen to succeed. */
export function isSeenToFail({ status, planned, proof }: ActionState): boolean {
  return status === 'failed' && proof?.result === 'later-success' && planned.undoes === null;
}

/** Containment to be watched: what it contained may do something, whether it was seen to hold or to fail. */
export function isWatched(action: ActionState): boolean {
  return isInForce(action) || isSeenToFail(action);
}

/** Handed to another team, and not yet seen in the account. */
export function isHandedOver({ status, readBack }: ActionState): boolean {
  return status === 'external' && readBack?.holds !== true;
}
