import { canonicalJson } from '../../base/canonical-json.ts';
import { isMistake } from '../../base/errors.ts';
import { CloudError, isPassing } from '../../model/cloud-error.ts';
import type { OfferState } from '../../model/case-state.ts';
import { type Plan, sameCall } from '../../model/plan.ts';
import type { InsteadOffer } from '../../ports/action.ts';
import type { Session } from '../session.ts';
import type { AccountDesk } from './account-desk.ts';
import { actionParams, findAction } from './action-library.ts';
import { carryOutAll } from './carry-out.ts';
import { type MadePlan, RefusedError } from './make-plan.ts';
import { planInAccount } from './plan-in-account.ts';
import { recordSet } from './plan-set.ts';
import { recordPlan } from './record-plan.ts';

/**
 * What steps offered and nobody has decided on yet, once the walk is at its end: containing one foothold while others
 * are still being found warns whoever holds them. All of it is planned and put to the responder as a set; it can be
 * taken apart there. Without an account an offer stays what it is, and the report lists it.
 */
export async function dealWithOffers(session: Session): Promise<void> {
  const { account: desk } = session;
  if (desk === null) return;
  // A refused offer may put another in its place.
  for (;;) {
    const offer = Object.values(session.state.offers).find(({ status }) => status === 'offered');
    if (offer === undefined) break;
    await planOffer(offer, session, desk);
  }
  await dealWithPlans(session);
}

/** Plans that wait for a decision: as a set where there are several, preservation first; what was put off stays so. */
export async function dealWithPlans(session: Session): Promise<void> {
  const { account: desk } = session;
  if (desk === null) return;
  const plans = waitingPlans(session).toSorted(preservationFirst(session));
  if (plans.length === 0) return;
  for (const seq of plans) session.putOff.add(seq);
  const carrying = { book: session, desk, responder: session.wiring.responder };
  const together = plans.filter((seq) => session.state.actions[seq]?.planned.undoes === null);
  const undoing = plans.filter((seq) => !together.includes(seq));
  const parts =
    together.length < 2
      ? [{ plans, set: null }]
      : [
          { plans: together, set: await recordSet(together, session, desk) },
          { plans: undoing, set: null },
        ];
  for (const part of parts) {
    const failure = await carryOutAll(part, carrying);
    if (failure !== null) session.noteFailure(failure);
  }
}

function preservationFirst({ state }: Session): (a: number, b: number) => number {
  const rank = (seq: number): number =>
    findAction(state.actions[seq]?.planned.action ?? '').kind === 'preservation' ? 0 : 1;
  return (a, b) => rank(a) - rank(b) || a - b;
}

/** Plans that nobody has decided on, but for those that were put off in this sitting. */
function waitingPlans(session: Session): readonly number[] {
  return Object.values(session.state.actions).flatMap(({ seq, status }) =>
    status === 'planned' && !session.putOff.has(seq) ? [seq] : [],
  );
}

/** Plans an offer; where nothing is to be done or it is refused, the reason is journaled. */
async function planOffer(offer: OfferState, session: Session, desk: AccountDesk): Promise<void> {
  const unit = findAction(offer.action);
  const given = Object.fromEntries(
    Object.entries(offer.params).map(([name, value]) => [name, String(value)]),
  );
  try {
    const wanted = { unit, params: actionParams(unit, given), at: desk.clock.now() };
    const made = await planInAccount(wanted, desk, offer.account ?? null);
    if (made.plan.calls.length > 0) {
      await recordOnce(made, offer, session);
      return;
    }
    await decline(offer, session, `nothing to do: ${made.plan.target} is so already`);
  } catch (error) {
    // Where the account gave no answer the case waits: an offer that was not looked at is not declined.
    if (!isMistake(error) || (error instanceof CloudError && isPassing(error.fault))) throw error;
    const why = [error.message, error.why, error.fix].filter((part) => part !== undefined).join(': ');
    session.wiring.responder.tell(`${offer.action} is not offered: ${why}`);
    await decline(offer, session, why);
    if (error instanceof RefusedError && error.offer !== null)
      await offerInstead(offer.step, error.offer, session);
  }
}

/**
 * Of plans in which the calls of one are all among those of another, the longer one is enough: run first, the shorter
 * would change the account under the other, which would be void then.
 */
async function recordOnce(made: MadePlan, offer: OfferState, session: Session): Promise<void> {
  const waiting = Object.values(session.state.actions).filter(
    ({ status, planned }) => status === 'planned' && planned.undoes === null,
  );
  const longer = waiting.find(({ planned }) => covers(planned, made.plan));
  if (longer !== undefined) {
    await decline(offer, session, `entry ${longer.seq} does all of it`);
    return;
  }
  const seq = await recordPlan(made, session, { step: offer.step, offer: offer.key });
  for (const shorter of waiting.filter(({ planned }) => covers(made.plan, planned)))
    await session.record('action-decided', {
      plan: shorter.seq,
      offer: shorter.planned.offer,
      decision: 'declined',
      planSha256: shorter.planned.planSha256,
      how: 'not planned',
      why: `entry ${seq} does all of it`,
    });
}

function covers(whole: Pick<Plan, 'account' | 'calls'>, part: Pick<Plan, 'account' | 'calls'>): boolean {
  return (
    whole.account === part.account &&
    part.calls.every((call) => whole.calls.some((other) => sameCall(call, other)))
  );
}

async function offerInstead(step: string, { action, params }: InsteadOffer, session: Session): Promise<void> {
  const key = `${step} ${action} ${canonicalJson(params)}`;
  if (session.state.offers[key] === undefined)
    await session.record('action-offered', { step, action, params, key });
}

function decline(offer: OfferState, session: Session, why: string): Promise<void> {
  return session.record('action-decided', {
    plan: null,
    offer: offer.key,
    decision: 'declined',
    planSha256: null,
    how: 'not planned',
    why,
  });
}
