import { holdCase, readEntries } from '../case/case-folder.ts';
import { placeRequest } from '../case/inbox.ts';
import { CaseHeldError, UserError } from '../base/errors.ts';
import { foldJournal } from '../engine/apply.ts';
import { maskDeep } from '../base/secret-mask.ts';
import type { CaseEvent, Operator } from '../model/case-event.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

export interface Annotating {
  readonly by: Operator;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The case may be closed: what is added then stands after its end, by its own time. */
  readonly afterClose: boolean;
}

/** Where an annotation went: into the journal, or into the inbox of the process that holds the case. Both are on disk. */
export type Annotated = 'journaled' | 'handed-over';

/**
 * Adds a note or an entry of the incident's record, whoever holds the case.
 * @throws UserError on a closed case, unless it is meant to be added after the end
 */
export async function annotate(
  folder: string,
  event: CaseEvent,
  { by, clock, ids, afterClose }: Annotating,
): Promise<Annotated> {
  const { closedAt } = foldJournal(readEntries(folder));
  if (closedAt !== null && !afterClose)
    throw new UserError('the case is closed', {
      why: `it was closed at ${closedAt}; what is added now was not known when it ended`,
      fix: 'add it with --after-close if it belongs to this case, or open a new one',
    });
  placeRequest(folder, { id: ids.token(), at: clock.now(), by, event: maskDeep(event) });
  try {
    const store = await holdCase(folder, { by, clock });
    try {
      await store.drainInbox();
    } finally {
      await store.close();
    }
    return 'journaled';
  } catch (error) {
    // Whoever holds the case takes the request in at the next step; the next holder does if this one dies.
    if (error instanceof CaseHeldError) return 'handed-over';
    throw error;
  }
}
