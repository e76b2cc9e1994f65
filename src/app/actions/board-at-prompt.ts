import { isMistake } from '../../base/errors.ts';
import { CloudError, isCredentialFault } from '../../model/cloud-error.ts';
import { caseLabel } from '../case-label.ts';
import type { Session } from '../session.ts';
import { boardOf } from './board.ts';
import { carryOutAll } from './carry-out.ts';
import { planSet } from './plan-set.ts';

/** Shows the board at a prompt; what is chosen there is planned, approved and run together. A mistake is told. */
export async function boardAtPrompt(session: Session): Promise<void> {
  const { responder, store } = session.wiring;
  const view = { label: caseLabel(session.state), caseName: store.folder, board: boardOf(session.state) };
  const entries = await responder.atBoard(view);
  const { account: desk } = session;
  if (entries.length === 0 || desk === null) return;
  try {
    const { set, done } = await planSet(
      entries.map((entry) => ({ entry })),
      session,
      desk,
    );
    for (const line of done) responder.tell(`nothing to do: ${line}`);
    if (set === null) return;
    const plans = session.state.sets[set]?.plans ?? [];
    for (const plan of plans) session.putOff.add(plan);
    const failure = await carryOutAll({ plans, set }, { book: session, desk, responder });
    if (failure !== null) responder.complain(failure);
  } catch (error) {
    if (!isMistake(error) || (error instanceof CloudError && isCredentialFault(error.fault))) throw error;
    responder.complain(error);
  }
}
