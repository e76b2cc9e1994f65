import { holdCase, readCase } from '../case/case-folder.ts';
import { foldJournal } from '../engine/apply.ts';
import { isInForce } from '../model/action-state.ts';
import type { Operator } from '../model/case-event.ts';
import type { Clock } from '../ports/clock.ts';
import { playbookOf } from './case-playbook.ts';
import { inForceText } from './report-actions.ts';

export interface Closed {
  readonly at: string;
  readonly head: string;
  readonly already: boolean;
  /** Questions without an answer. */
  readonly open: number;
  /** Containment that stays in force, a line each. */
  readonly inForce: readonly string[];
}

/** Ends a case. What was not answered stays unanswered, in the open. */
export async function closeCase(
  folder: string,
  { note, by, clock }: { readonly note: string; readonly by: Operator; readonly clock: Clock },
): Promise<Closed> {
  const reading = readCase(folder);
  const playbook = await playbookOf(reading.entries, reading);
  const store = await holdCase(folder, { by, clock });
  try {
    await store.drainInbox();
    const before = foldJournal(store.entries());
    if (before.closedAt === null) await store.append({ kind: 'case-closed', data: { note } }, by);
    const state = foldJournal(store.entries());
    const open = playbook.elements
      .flatMap(({ questions }) => questions)
      .filter(({ id }) => state.answers[id] === undefined).length;
    const inForce = Object.values(state.actions).filter(isInForce).map(inForceText);
    return { at: state.closedAt ?? '', head: state.head, already: before.closedAt !== null, open, inForce };
  } finally {
    await store.close();
  }
}
