import { UserError } from '../../base/errors.ts';
import { CloudError } from '../../model/cloud-error.ts';
import type { OfferState } from '../../model/case-state.ts';
import type { Session } from '../session.ts';
import type { AccountDesk } from './account-desk.ts';
import { actionParams, findAction } from './action-library.ts';
import { decidePlan } from './decide-plan.ts';
import { makePlan } from './make-plan.ts';
import { recordPlan } from './record-plan.ts';
import { runPlan } from './run-plan.ts';

/**
 * What steps offered and nobody has decided on yet: planned, put to the responder and, where approved, run. Without an
 * account an offer stays what it is, and the report lists it.
 */
export async function dealWithOffers(session: Session): Promise<void> {
  const { account, state } = session;
  if (account === null) return;
  for (const { seq, status } of Object.values(state.actions)) {
    if (status === 'planned' && !session.putOff.has(seq)) await decideAndRun(seq, session, account);
  }
  for (const offer of Object.values(session.state.offers)) {
    if (offer.status !== 'offered') continue;
    const seq = await planOffer(offer, session, account);
    if (seq !== null) await decideAndRun(seq, session, account);
  }
}

async function decideAndRun(seq: number, session: Session, desk: AccountDesk): Promise<void> {
  const { responder } = session.wiring;
  session.putOff.add(seq);
  if (await decidePlan(seq, session, { desk, responder })) {
    responder.progress('making the calls and reading back');
    await runPlan(seq, session, desk);
    responder.progress(null);
    responder.tell(`plan ${seq} is applied and read back`);
  }
}

/** The entry of the offer's plan; null where nothing is to be done or it is refused, with the reason journaled. */
async function planOffer(offer: OfferState, session: Session, desk: AccountDesk): Promise<number | null> {
  const unit = findAction(offer.action);
  const given = Object.fromEntries(
    Object.entries(offer.params).map(([name, value]) => [name, String(value)]),
  );
  try {
    const made = await makePlan({ unit, params: actionParams(unit, given), at: desk.clock.now() }, desk);
    if (made.plan.calls.length > 0)
      return await recordPlan(made, session, { step: offer.step, offer: offer.key });
    await decline(offer, session, `nothing to do: ${made.plan.target} is so already`);
  } catch (error) {
    // Credentials that ended, and a way that is cut, are no answer: the case waits.
    if (!(error instanceof UserError) || (error instanceof CloudError && error.fault.retryable)) throw error;
    const why = [error.message, error.why, error.fix].filter((part) => part !== undefined).join(': ');
    session.wiring.responder.tell(`${offer.action} is not offered: ${why}`);
    await decline(offer, session, why);
  }
  return null;
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
