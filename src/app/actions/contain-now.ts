import { isMistake, UserError } from '../../base/errors.ts';
import { CloudError, isCredentialFault } from '../../model/cloud-error.ts';
import { parseAssignments } from '../inputs.ts';
import type { Session } from '../session.ts';
import { actionParams, findAction } from './action-library.ts';
import { carryOut } from './carry-out.ts';
import { planInAccount } from './plan-in-account.ts';
import { recordPlan } from './record-plan.ts';

/**
 * What a person at a prompt cannot let wait, typed as `ID NAME=VALUE …`: planned, put before them, run and read back.
 * A mistake is told, and the prompt comes again.
 */
export async function containNow(session: Session, typed: string): Promise<void> {
  const { responder } = session.wiring;
  try {
    await contain(session, typed);
  } catch (error) {
    if (!isMistake(error) || (error instanceof CloudError && isCredentialFault(error.fault))) throw error;
    responder.complain(error);
  }
}

async function contain(session: Session, typed: string): Promise<void> {
  const { account, wiring } = session;
  if (account === null)
    throw new UserError('this case has no account to act in', {
      why: 'it was opened over logs alone',
      fix: `heptad action apply ${session.store.folder} ${typed} reaches the account of your credentials`,
    });
  const [id = '', ...words] = typed.split(/\s+/);
  const unit = findAction(id);
  const { 'in-account': place, ...given } = parseAssignments(words, 'the parameter');
  const params = actionParams(unit, given);
  const made = await planInAccount({ unit, params, at: account.clock.now() }, account, place ?? null);
  if (made.plan.calls.length === 0) {
    wiring.responder.tell(`nothing to do: ${made.plan.target} is so already`);
    return;
  }
  const seq = await recordPlan(made, session);
  session.putOff.add(seq);
  const { responder } = wiring;
  if (!(await carryOut(seq, { book: session, desk: account, responder }))) return;
  wiring.responder.tell(`plan ${seq} is applied and read back`);
}
