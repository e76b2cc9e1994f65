import { counted } from '../../base/text.ts';
import type { Responder } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import type { AccountDesk } from './account-desk.ts';
import { decidePlan } from './decide-plan.ts';
import { decideSet, runSet, type SetSaid } from './decide-set.ts';
import { eachInTurn } from './each-in-turn.ts';
import { runPlan } from './run-plan.ts';

export interface Carrying {
  readonly book: CaseBook;
  readonly desk: AccountDesk;
  readonly responder: Responder;
}

/**
 * Has a journaled plan decided and, where approved, runs it. Gives whether it ran.
 * @throws ActionFailedError where it was run and failed
 */
export async function decideAndRun(seq: number, { book, desk, responder }: Carrying): Promise<boolean> {
  if (!(await decidePlan(seq, book, { desk, responder }))) return false;
  await shown(responder, () => runPlan(seq, book, desk));
  return true;
}

/**
 * The same for a set as a whole. Where its plans are to be decided one by one, nothing is run.
 * @throws ActionFailedError naming the plans that failed, once all had their turn
 */
export async function decideAndRunSet(set: number, { book, desk, responder }: Carrying): Promise<SetSaid> {
  const said = await decideSet(set, book, { desk, responder });
  if (said !== 'approved') return said;
  const tell = (line: string): void => responder.tell(line);
  await shown(responder, () => runSet(set, book, { desk, tell }));
  responder.tell(`${counted(book.state.sets[set]?.plans.length ?? 0, 'plan')} applied and read back`);
  return said;
}

/**
 * Every plan in its turn, decided by itself.
 * @throws ActionFailedError naming the plans that failed, once all had their turn
 */
export function decideAndRunEach(plans: readonly number[], carrying: Carrying): Promise<void> {
  const tell = (line: string): void => carrying.responder.tell(line);
  return eachInTurn(
    plans,
    async (plan) => {
      if (await decideAndRun(plan, carrying)) tell(`plan ${plan} is applied and read back`);
    },
    tell,
  );
}

async function shown(responder: Responder, run: () => Promise<void>): Promise<void> {
  responder.progress('making the calls and reading back');
  try {
    await run();
  } finally {
    responder.progress(null);
  }
}
