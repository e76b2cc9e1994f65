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

/** Keeps first what may be lost, has a journaled plan decided and, where approved, runs it. Gives whether it ran. */
export async function carryOut(seq: number, carrying: Carrying): Promise<boolean> {
  const { book, desk, responder } = carrying;
  await preserveFirst([seq], carrying);
  if (!(await decidePlan(seq, book, { desk, responder }))) return false;
  responder.progress('making the calls and reading back');
  await runPlan(seq, book, desk);
  responder.progress(null);
  return true;
}

/** The same for a set as a whole. */
export async function carryOutSet(seq: number, carrying: Carrying): Promise<SetSaid> {
  const { book, desk, responder } = carrying;
  await preserveFirst(book.state.sets[seq]?.plans ?? [], carrying);
  const said = await decideSet(seq, book, { desk, responder });
  if (said !== 'approved') return said;
  responder.progress('making the calls and reading back');
  await runSet(seq, book, desk);
  responder.progress(null);
  return said;
}
