import { UserError } from '../../base/errors.ts';
import { CloudError, isDenied } from '../../model/cloud-error.ts';
import { type ActionState, planName } from '../../model/action-state.ts';
import type { CaseBook } from '../case-book.ts';
import { type AccountDesk, journalFootprints } from './account-desk.ts';
import { actionOf, missingOf, neededFor } from './needed-for.ts';

/** The plan failed, or could not be read back. Exit code 7. */
export class ActionFailedError extends UserError {
  override readonly name = 'ActionFailedError';
  override readonly exitCode = 7;
}

/** IAM is read back again until its changes have arrived everywhere (FACTS section 0: seconds). */
const READ_BACK_WAITS = [0, 1000, 2000, 4000, 8000];

/** Reads the account back until the plan needs nothing more, waiting as long as IAM takes to settle. */
export async function readBack(seq: number, book: CaseBook, desk: AccountDesk): Promise<void> {
  const action = actionOf(book, seq);
  let missing: readonly string[] = [];
  let after = '';
  let unseen: CloudError | null = null;
  for (const pause of READ_BACK_WAITS) {
    if (pause > 0) await desk.wait(pause);
    const needed = await unlessDenied(() => neededFor(action, book, desk));
    unseen = needed instanceof CloudError ? needed : null;
    if (needed instanceof CloudError) continue;
    after = await book.keep(`state after plan ${seq}`, needed.document, 'action-state');
    missing = missingOf(needed);
    if (missing.length === 0) break;
  }
  await journalFootprints(desk, book);
  if (unseen !== null) return unverified(action, unseen, book);
  await book.record('action-read-back', { plan: seq, holds: missing.length === 0, missing, after });
  if (missing.length > 0)
    throw new ActionFailedError(`plan ${seq} (${planName(action.planned)}) was run and does not hold`, {
      why: `read back, the account is not as the plan wants it:\n${missing.join('\n')}`,
      fix: 'somebody may be undoing it: look at the last events of the target, and contain who did',
    });
}

/** Containment may take from the operator what reading it back needs: that is told, and keeps nothing else from going on. */
async function unverified(
  { seq, planned: { undoes } }: ActionState,
  unseen: CloudError,
  book: CaseBook,
): Promise<never> {
  const why = notSeen(unseen);
  const after = await book.keep(`state after plan ${seq}`, why, 'action-state');
  await book.record('action-read-back', { plan: seq, holds: false, missing: [], after, unseen: why });
  throw new ActionFailedError(`plan ${seq} was run, and what became of it cannot be seen`, {
    why,
    fix:
      undoes === null
        ? `look with an identity that may; what was done can be taken back: heptad undo, entry ${seq}`
        : `look with an identity that may: heptad undo, entry ${undoes}, reads it back again`,
  });
}

/** What was refused, in words. */
export function notSeen({ fault }: CloudError): string {
  return `${fault.code} for ${fault.service}:${fault.operation}`;
}

/** A refusal as a value; where no answer came at all the case waits. */
export async function unlessDenied<T>(read: () => Promise<T>): Promise<T | CloudError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CloudError && isDenied(error.fault)) return error;
    throw error;
  }
}
