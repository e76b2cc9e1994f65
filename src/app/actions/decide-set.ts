import { PausedError } from '../../base/errors.ts';
import { setSha256 } from '../../model/action-set.ts';
import { liveFootholds } from '../../model/board.ts';
import type { Responder, SetView } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import type { AccountDesk } from './account-desk.ts';
import { boardWith } from './alive.ts';
import { accountLabel } from './connect-case.ts';
import { isApproved, planView } from './decide-plan.ts';
import { eachInTurn } from './each-in-turn.ts';
import { actionOf } from './needed-for.ts';
import { runPlan } from './run-plan.ts';

/** What was said of a set: it may run, it may not, or its plans are to be decided one by one. */
export type SetSaid = 'approved' | 'declined' | 'later' | 'each';

/** Puts a journaled set to the responder as a whole and journals what was decided. */
export async function decideSet(
  seq: number,
  book: CaseBook,
  { desk, responder }: { readonly desk: AccountDesk; readonly responder: Responder },
): Promise<SetSaid> {
  const view = setView(seq, book, desk);
  const said = await responder.atSet(view);
  if (said.do === 'later' || said.do === 'each') return said.do;
  const approved = said.do === 'approve';
  await book.record('set-decided', {
    set: seq,
    decision: approved ? 'approved' : 'declined',
    setSha256: view.setSha256,
    how: approved ? said.how : 'decided',
    why: approved ? null : said.why,
  });
  return approved ? 'approved' : 'declined';
}

/** A set as the responder sees it: every plan, in order, and who is left. */
export function setView(seq: number, book: CaseBook, desk: AccountDesk): SetView {
  const plans = book.state.sets[seq]?.plans ?? [];
  const { identity } = desk.cloud;
  return {
    label: accountLabel(identity),
    caseName: book.store.folder,
    entry: seq,
    plans: plans.map((plan) => planView(plan, book, desk)),
    setSha256: setSha256(
      identity.account,
      plans.map((plan) => actionOf(book, plan).planned.planSha256),
    ),
    alive: liveFootholds(boardWith(book.state, plans)),
    loopback: identity.loopback,
  };
}

/**
 * Runs the approved plans of a set back to back; tells of one that fails at once.
 * @throws ActionFailedError naming those that failed, once all had their turn
 */
export async function runSet(
  seq: number,
  book: CaseBook,
  { desk, tell }: { readonly desk: AccountDesk; readonly tell: (line: string) => void },
): Promise<void> {
  const plans = book.state.sets[seq]?.plans ?? [];
  // Whether everybody needed has approved is asked of all before the first is run.
  if (!plans.every((plan) => isApproved(plan, book, desk)))
    throw new PausedError(`set ${seq} is not approved`, { fix: 'heptad resume puts it again' });
  await eachInTurn(plans, (plan) => runPlan(plan, book, desk), tell);
}
