import { InterruptedError, PausedError, UserError } from '../../base/errors.ts';
import { holdCase, readCase } from '../../case/case-folder.ts';
import { foldJournal } from '../../engine/apply.ts';
import { type ActionState, planName } from '../../model/action-state.ts';
import { CaseBook } from '../case-book.ts';
import type { CaseTools } from '../case-wiring.ts';
import type { DestinationTools } from '../evidence-copy/open-destination.ts';
import { copyKept } from '../evidence-copy/with-copies.ts';
import type { AccountDesk } from './account-desk.ts';
import { actionParams, findAction } from './action-library.ts';
import { type AccountAccess, connectCase } from './connect-case.ts';
import { carryOut, carryOutSet } from './carry-out.ts';
import { lookAgain } from './look-again.ts';
import { planInAccount } from './plan-in-account.ts';
import { actionOf } from './needed-for.ts';
import { planUndo } from './plan-undo.ts';
import { recordPlan } from './record-plan.ts';
import { planSet, type SetMember } from './plan-set.ts';
import { waitingPlan } from './reuse-plan.ts';
import { settleActions } from './settle-actions.ts';

/** What became of a request to change the account. */
export type Applied =
  { readonly done: true; readonly action: ActionState } | { readonly done: false; readonly what: string };

/** Plans an action for a case, has it approved, runs it and reads it back. */
export function applyAction(
  folder: string,
  wanted: {
    readonly id: string;
    readonly given: Readonly<Record<string, string>>;
    /** The account of the case it is for; null = the one that has the target. */
    readonly account: string | null;
  },
  wiring: { readonly access: AccountAccess; readonly tools: CaseTools },
): Promise<Applied> {
  const unit = findAction(wanted.id);
  const params = actionParams(unit, wanted.given);
  return withAccount(folder, wiring, async (book, desk) => {
    const waiting = await waitingPlan({ unit, params }, book, desk);
    if (waiting !== null) return decideAndRun(waiting, { book, desk, tools: wiring.tools });
    const made = await planInAccount({ unit, params, at: desk.clock.now() }, desk, wanted.account);
    if (made.plan.calls.length === 0)
      return { done: false, what: `${made.plan.target} is as ${unit.id} wants it` };
    return decideAndRun(await recordPlan(made, book), { book, desk, tools: wiring.tools });
  });
}

/** What became of a set: every plan of it, and what was so already. */
export interface AppliedSet {
  readonly actions: readonly ActionState[];
  readonly done: readonly string[];
}

/** Plans a set, has it approved by its one hash, and runs it back to back. */
export function applySet(
  folder: string,
  members: readonly SetMember[],
  wiring: { readonly access: AccountAccess; readonly tools: CaseTools },
): Promise<AppliedSet> {
  return withAccount(folder, wiring, async (book, desk) => {
    const { set, done } = await planSet(members, book, desk);
    if (set === null) return { actions: [], done };
    const { plans = [], setSha256: hash = '' } = book.state.sets[set] ?? {};
    const said = await carryOutSet(set, { book, desk, responder: wiring.tools.responder });
    if (said === 'later' || said === 'each')
      throw new PausedError(`set ${set} of ${plans.length} plans is not approved yet`, {
        why: `it is approved as a whole, by its SHA-256 ${hash}`,
        fix: `the same command with --approve ${hash}; or heptad resume ${book.store.folder} puts its plans again`,
      });
    return { actions: plans.map((seq) => actionOf(book, seq)), done };
  });
}

/**
 * Plans the undo of an entry, has it approved, runs it and reads it back; where that was done and not seen, looks again.
 * A closed case too: the state from before is kept nowhere else.
 */
export function undoAction(
  folder: string,
  entry: number,
  wiring: { readonly access: AccountAccess; readonly tools: CaseTools },
): Promise<Applied> {
  return withAccount(folder, { ...wiring, afterClose: true }, async (book, desk) => {
    const seen = await lookAgain(entry, book, desk);
    if (seen !== null) return { done: true, action: actionOf(book, seen) };
    return decideAndRun(await planUndo(entry, book, desk), { book, desk, tools: wiring.tools });
  });
}

interface Deciding {
  readonly book: CaseBook;
  readonly desk: AccountDesk;
  readonly tools: CaseTools;
}

async function decideAndRun(seq: number, { book, desk, tools }: Deciding): Promise<Applied> {
  if (!(await carryOut(seq, { book, desk, responder: tools.responder }))) {
    const { status, planned } = actionOf(book, seq);
    if (status === 'declined')
      return { done: false, what: `plan ${seq} (${planName(planned)}) was declined` };
    throw new PausedError(`plan ${seq} (${planName(planned)}) is not approved yet`, {
      fix: `heptad resume ${book.store.folder} puts it again`,
    });
  }
  return { done: true, action: actionOf(book, seq) };
}

async function withAccount<T>(
  folder: string,
  {
    access,
    tools,
    afterClose = false,
  }: { readonly access: AccountAccess; readonly tools: CaseTools; readonly afterClose?: boolean },
  use: (book: CaseBook, desk: AccountDesk) => Promise<T>,
): Promise<T> {
  const closed = foldJournal(readCase(folder).entries).closedAt;
  if (closed !== null && !afterClose)
    throw new UserError('the case is closed', {
      why: `it was closed at ${closed}`,
      fix: 'open a new case for new work',
    });
  const store = await holdCase(folder, tools);
  const book = new CaseBook(store, tools.by);
  let desk: AccountDesk | null = null;
  try {
    desk = await connectCase(book, access, tools);
    const reached = desk;
    const copying = { ...tools, endpoint: access.endpoint };
    return await copiedAfter(book, copying, async () => {
      await settleActions(book, reached);
      return use(book, reached);
    });
  } finally {
    desk?.cloud.close();
    await store.close();
  }
}

/** What was kept is copied however the work ended, unless somebody broke it off. */
async function copiedAfter<T>(book: CaseBook, tools: DestinationTools, work: () => Promise<T>): Promise<T> {
  let done: T;
  try {
    done = await work();
  } catch (error) {
    if (error instanceof UserError && !(error instanceof InterruptedError)) await copyKept(book, tools);
    throw error;
  }
  await copyKept(book, tools);
  return done;
}
