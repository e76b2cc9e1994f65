import { type Carrying, decideAndRun, decideAndRunEach, decideAndRunSet } from './decide-and-run.ts';
import type { SetSaid } from './decide-set.ts';
import { failureOf } from './each-in-turn.ts';
import { preserveFirst } from './preserve-first.ts';
import type { ActionFailedError } from './read-back.ts';

/**
 * Keeps first what may be lost, has a journaled plan decided and, where approved, runs it. Gives whether it ran.
 * @throws ActionFailedError also where something could not be held first, once the plan had its turn
 */
export async function carryOut(seq: number, carrying: Carrying): Promise<boolean> {
  const lost = await preserveFirst([seq], carrying);
  const ran = await decideAndRun(seq, carrying);
  if (lost !== null) throw lost;
  return ran;
}

/**
 * The same for a set as a whole.
 * @throws ActionFailedError as above, and naming the plans that failed
 */
export async function carryOutSet(set: number, carrying: Carrying): Promise<SetSaid> {
  const lost = await preserveFirst(carrying.book.state.sets[set]?.plans ?? [], carrying);
  const said = await decideAndRunSet(set, carrying);
  if (lost !== null) throw lost;
  return said;
}

/** Plans that wait, and the set they are in; null where they are put one by one. */
export interface Waiting {
  readonly plans: readonly number[];
  readonly set: number | null;
}

/**
 * The same for plans in a case that goes on: as a set, and one by one where there is none or it is taken apart. Neither
 * what could not be held nor a plan that fails keeps the others from running: gives the failure, to be told of at last.
 */
export async function carryOutAll(
  { plans, set }: Waiting,
  carrying: Carrying,
): Promise<ActionFailedError | null> {
  const lost = await preserveFirst(plans, carrying);
  const failure = await failureOf(async () => {
    const said = set === null ? 'each' : await decideAndRunSet(set, carrying);
    if (said === 'each') await decideAndRunEach(plans, carrying);
  });
  return failure ?? lost;
}
