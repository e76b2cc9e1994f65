import { PausedError } from '../../base/errors.ts';
import { type Approval, planName } from '../../model/action-state.ts';
import { liveFootholds } from '../../model/board.ts';
import { identityOfKey, type ShownPlan, signerOf } from '../../model/signed-approval.ts';
import type { PlanView, Responder } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import { type AccountDesk, deskFor } from './account-desk.ts';
import { findAction } from './action-library.ts';
import { boardWith } from './alive.ts';
import { accountLabel } from './connect-case.ts';
import { actionOf } from './needed-for.ts';
import { describedPlan } from './described-plan.ts';
import { shownPlan } from './plan-file.ts';

/** Puts a journaled plan to the responder and journals what was decided. Gives whether it may run. */
export async function decidePlan(
  seq: number,
  book: CaseBook,
  { desk, responder }: { readonly desk: AccountDesk; readonly responder: Responder },
): Promise<boolean> {
  const { planned } = actionOf(book, seq);
  const decision = await responder.atPlan(planView(seq, book, desk));
  if (decision.do === 'later') return false;
  const approved = decision.do === 'approve';
  await book.record('action-decided', {
    plan: seq,
    offer: planned.offer,
    decision: approved ? 'approved' : 'declined',
    planSha256: planned.planSha256,
    how: approved ? decision.how : 'decided',
    why: approved ? null : decision.why,
  });
  return approved && isApproved(seq, book, desk);
}

/** Whether the approvals that are needed are there; what is missing is told by throwing, so that the case waits. */
export function isApproved(seq: number, book: CaseBook, { organization }: AccountDesk): boolean {
  const action = actionOf(book, seq);
  const { planned } = action;
  const shown = shownPlan(book.state, action);
  const approvals = action.approvals.filter((approval) => counts(approval, shown, organization));
  if (approvals.length === 0 && action.approvals.length === 0) return false;
  if (approvals.length > 0 && (!organization.twoPerson || distinctIdentities(approvals) > 1)) return true;
  throw new PausedError(
    `plan ${seq} waits for a second approval: ${planName(planned)} of ${planned.target}`,
    {
      why:
        approvals.length === action.approvals.length
          ? 'two people with two AWS identities have to approve a change (the organization file says so)'
          : 'a signed approval counts only while its key is listed in the organization file (approvers)',
      fix: `the second one runs: heptad approve ${book.store.folder} ${seq}, or signs it elsewhere (heptad action export); then go on with heptad resume`,
    },
  );
}

/** A signature is judged anew by the organization file at hand: the inbox is open to whoever can write to the folder. */
function counts(
  { identity, signed }: Approval,
  shown: ShownPlan,
  { approvers }: AccountDesk['organization'],
): boolean {
  if (signed === undefined) return identity === null || !identity.startsWith('ed25519');
  return signerOf(signed, shown, approvers).ok && identity === identityOfKey(signed.publicKey);
}

function distinctIdentities(approvals: readonly Approval[]): number {
  return new Set(approvals.flatMap(({ identity }) => identity ?? [])).size;
}

/** A plan as the responder sees it. */
export function planView(seq: number, book: CaseBook, desk: AccountDesk): PlanView {
  const { planned } = actionOf(book, seq);
  const { cloud } = deskFor(desk, planned.account);
  return {
    ...describedPlan(planned),
    label: accountLabel(cloud.identity),
    caseName: book.store.folder,
    entry: seq,
    step: planned.step,
    plan: planned,
    planSha256: planned.planSha256,
    alive:
      planned.undoes === null && findAction(planned.action).kind === 'containment'
        ? liveFootholds(boardWith(book.state, [seq]))
        : [],
    loopback: cloud.identity.loopback,
  };
}
