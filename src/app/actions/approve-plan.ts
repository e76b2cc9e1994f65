import { UserError } from '../../base/errors.ts';
import { placeRequest } from '../../case/inbox.ts';
import { readCase } from '../../case/case-folder.ts';
import { foldJournal } from '../../engine/apply.ts';
import type { CaseTools } from '../case-wiring.ts';
import { type AccountAccess, accountLabel, connectPassing } from './connect-case.ts';
import { describedPlan } from './described-plan.ts';
import { waitingAction } from './plan-file.ts';

/**
 * A second person's approval: the identity is asked from STS with the person's own credentials, the plan is shown, and
 * the approval goes to the holder of the case through its inbox.
 */
export async function approvePlan(
  folder: string,
  entry: number,
  { access, tools }: { readonly access: AccountAccess; readonly tools: CaseTools },
): Promise<string> {
  const action = waitingAction(foldJournal(readCase(folder).entries), entry);
  const desk = await connectPassing(access, tools.clock);
  try {
    const { identity } = desk.cloud;
    const { planned } = action;
    if (identity.account !== planned.account)
      throw new UserError(`these credentials are of account ${identity.account}`, {
        why: `the plan is for account ${planned.account}`,
        fix: 'approve with an identity of that account',
      });
    if (action.approvals.some((before) => before.identity === identity.arn))
      throw new UserError(`${identity.arn} approved this plan already`, {
        fix: 'the second approval takes another AWS identity',
      });
    const decision = await tools.responder.atPlan({
      ...describedPlan(planned),
      label: accountLabel(identity),
      caseName: folder,
      entry,
      step: planned.step,
      plan: planned,
      planSha256: planned.planSha256,
      alive: [],
      loopback: identity.loopback,
    });
    if (decision.do === 'later') return 'nothing was decided';
    const approved = decision.do === 'approve';
    placeRequest(folder, {
      id: tools.ids.token(),
      at: tools.clock.now(),
      by: { human: tools.by.human, identity: identity.arn },
      event: {
        kind: 'action-decided',
        data: {
          plan: entry,
          offer: planned.offer,
          decision: approved ? 'approved' : 'declined',
          planSha256: planned.planSha256,
          how: approved ? decision.how : 'decided',
          why: approved ? null : decision.why,
        },
      },
    });
    return approved
      ? `plan ${entry} is approved by ${identity.arn}; the holder of the case goes on with heptad resume`
      : `plan ${entry} is declined`;
  } finally {
    desk.cloud.close();
  }
}
