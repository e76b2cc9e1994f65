import type { Responder } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import type { AccountDesk } from './account-desk.ts';
import { decidePlan } from './decide-plan.ts';
import { decideSet, runSet, type SetSaid } from './decide-set.ts';
import { preserveFirst } from './preserve-first.ts';
import { runPlan } from './run-plan.ts';

export interface Carrying {
  readonly book: CaseBook;
  readonly desk: AccountDesk;
  readonly responder: Responder;
}

/**
 * Keeps first what may be lost, has a journaled plan decided and, where approved, runs it. Gives whether it ran.
 * @throws ActionFailedError also where something could not be held first, once the plan had its turn
 */
export async function carryOut(seq: number, carrying: Carrying): Promise<boolean> {
  const { book, desk, responder } = carrying;
  const lost = await preserveFirst([seq], carrying);
  if (await decidePlan(seq, book, { desk, responder })) {
    responder.progress('making the calls and reading back');
    await runPlan(seq, book, desk);
    responder.progress(null);
    if (lost === null) return true;
  }
  if (lost !== null) throw lost;
  return false;
}

/** The same for a set as a whole. */
export async function carryOutSet(seq: number, carrying: Carrying): Promise<SetSaid> {
  const { book, desk, responder } = carrying;
  const lost = await preserveFirst(book.state.sets[seq]?.plans ?? [], carrying);
  const said = await decideSet(seq, book, { desk, responder });
  if (said === 'approved') {
    responder.progress('making the calls and reading back');
    await runSet(seq, book, desk);
    responder.progress(null);
  }
  if (lost !== null) throw lost;
  return said;
}
