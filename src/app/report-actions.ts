import { type ActionState, isHandedOver, planName } from '../model/action-state.ts';
import type { CaseState, OfferState } from '../model/case-state.ts';
import { findAction } from './actions/action-library.ts';
import { proofTimes } from './actions/proof-times.ts';
import { bareCall } from '../model/plan.ts';
import type { ReportAction } from '../model/report.ts';

/** What was offered, planned and done, in the order of the journal. */
export function reportActions(state: CaseState): readonly ReportAction[] {
  const offers = Object.values(state.offers).filter(({ status }) => status !== 'planned');
  const kept = state.preservation?.decision === 'declined' ? [preservationLine(state.preservation)] : [];
  return [...kept, ...offers.map(offerLine), ...Object.values(state.actions).map(actionLine)].toSorted(
    (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0),
  );
}

/** A plan in a line, as `status` and `close` list it. */
export function inForceText({ seq, planned, status }: ActionState): string {
  const by = planned.external === null ? '' : `, ${planned.external}`;
  return `entry ${seq}: ${planName(planned)} of ${planned.target} (${status}${by})`;
}

/** That nothing was kept before the first change, and why; what was kept stands in the timeline and the evidence. */
function preservationLine({ why, at, by }: NonNullable<CaseState['preservation']>): ReportAction {
  return {
    id: 'preservation',
    action: 'keep evidence before the first change',
    status: 'declined',
    target: 'event history, policies and log groups',
    calls: [],
    planSha256: null,
    approvedBy: [nameOf(by)],
    executedBy: null,
    at,
    verification: why,
  };
}

function offerLine({ action, params, status, at, step, why }: OfferState): ReportAction {
  return {
    id: step,
    action,
    status: status === 'declined' ? 'declined' : 'offered',
    target: Object.values(params).map(String).join(', '),
    calls: [],
    planSha256: null,
    approvedBy: [],
    executedBy: null,
    at,
    verification: why,
  };
}

function actionLine(action: ActionState): ReportAction {
  const { seq, planned, status, approvals, executedBy, executedAt, plannedAt } = action;
  return {
    id: String(seq),
    action: planName(planned),
    status,
    target: planned.target,
    calls: planned.calls.map(bareCall),
    planSha256: planned.planSha256,
    approvedBy: approvals.map(nameOf),
    executedBy: executedBy === null ? null : nameOf(executedBy),
    at: executedAt ?? plannedAt,
    verification: verificationText(action),
  };
}

function nameOf({ human, identity }: ActionState['plannedBy']): string {
  return identity === null ? human : `${human} (${identity})`;
}

function verificationText(action: ActionState): string | null {
  const { readBack, proof, why, undoneBy } = action;
  const parts = [
    ...(readBack === null
      ? []
      : [
          readBack.holds
            ? (unseenText(action) ?? 'read back as planned')
            : readBack.unseen === undefined
              ? `read back, it would still need: ${readBack.missing.join('; ')}`
              : `made, and could not be read back: ${readBack.unseen}`,
        ]),
    ...(proof === null ? dueText(action) : [proof.detail]),
    ...(why === null ? [] : [why]),
    ...(undoneBy === null ? [] : [`undone by entry ${undoneBy}`]),
  ];
  return parts.length === 0 ? null : parts.join('. ');
}

/** What no read can tell is not called read back. */
function unseenText({ planned }: ActionState): string | null {
  const { unseen } = findAction(planned.action);
  return unseen === undefined ? null : `answered by the service, not read back: ${unseen}`;
}

/** Until evidence covers the time after it, nobody knows whether the containment worked. */
function dueText(action: ActionState): readonly string[] {
  const { status, planned, executedAt } = action;
  if (isHandedOver(action)) return [`${planned.external ?? 'another team'} is to carry it out`];
  const done = status === 'applied' || status === 'external';
  if (!done || planned.contained === null || executedAt === null) return [];
  return [`proof of effect is due at ${proofTimes(executedAt).due}`];
}
