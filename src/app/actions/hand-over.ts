import { UserError } from '../../base/errors.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { type CaseHolder, holdCase } from '../../case/case-folder.ts';
import { planName } from '../../model/action-state.ts';
import { CloudError, isDenied } from '../../model/cloud-error.ts';
import { CaseBook } from '../case-book.ts';
import { type AccountDesk, journalFootprints } from './account-desk.ts';
import { actionOf, missingOf, neededFor } from './needed-for.ts';

/** Journals that another team carries a plan out. Nothing is asked of the account. */
export async function handOver(
  folder: string,
  { entry, to, ticket }: { readonly entry: number; readonly to: string; readonly ticket: string | null },
  tools: CaseHolder,
): Promise<void> {
  const store = await holdCase(folder, tools);
  try {
    const book = new CaseBook(store, tools.by);
    await book.catchUp();
    refuseBegun(entry, book);
    await book.record('action-handed-over', { plan: entry, to, ticket });
  } finally {
    await store.close();
  }
}

/** A plan of which a call was made is heptad's to end or to undo: two hands on one plan know nothing of each other. */
function refuseBegun(entry: number, { state }: CaseBook): void {
  const action = state.actions[entry];
  if (state.closedAt !== null)
    throw new UserError('the case is closed', {
      why: `it was closed at ${state.closedAt}`,
      fix: 'open a new case for new work',
    });
  const waits = action?.status === 'planned' || action?.status === 'approved';
  if (action !== undefined && waits && action.intended === null && action.answers.length === 0) return;
  throw new UserError(`entry ${entry} is no plan that can be handed over`, {
    ...(action === undefined ? {} : { why: `${planName(action.planned)} is ${action.status}` }),
    fix: 'heptad status lists the plans that wait; one that was begun is ended by heptad resume, or undone',
  });
}

/** Reads back whether the other team has done it. What was seen before is not journaled again. */
export async function lookForExternal(seq: number, book: CaseBook, desk: AccountDesk): Promise<void> {
  const action = actionOf(book, seq);
  try {
    const needed = await neededFor(action, book, desk);
    await journalFootprints(desk, book);
    const missing = missingOf(needed);
    if (action.readBack !== null && canonicalJson(missing) === canonicalJson(action.readBack.missing)) return;
    const after = await book.keep(`state after plan ${seq}`, needed.document, 'action-state');
    await book.record('action-read-back', { plan: seq, holds: missing.length === 0, missing, after });
  } catch (error) {
    // Who may not look knows nothing of it; the next identity may. It stays handed over.
    if (!(error instanceof CloudError) || !isDenied(error.fault)) throw error;
    await journalFootprints(desk, book);
  }
}
