import { holdCase, readCase } from '../case/case-folder.ts';
import { type ActionState, isInForce, isSeenToFail } from '../model/action-state.ts';
import { CaseBook } from './case-book.ts';
import { playbookOf } from './case-playbook.ts';
import { openCopier, withCopies } from './evidence-copy/with-copies.ts';
import { inForceText } from './report-actions.ts';
import type { CaseTools, CopyRequest } from './case-wiring.ts';

export interface Closed {
  readonly at: string;
  readonly head: string;
  readonly already: boolean;
  /** Questions without an answer. */
  readonly open: number;
  /** Containment that stays in force, a line each. */
  readonly inForce: readonly string[];
  /** Containment that was seen not to hold, a line each. */
  readonly notHolding: readonly string[];
}

export interface Closing {
  readonly note: string;
  readonly evidence: CopyRequest;
}

/**
 * Ends a case. What was not answered stays unanswered, in the open. Where its evidence is copied, all of it has to lie
 * there first, and then the journal with its end.
 */
export async function closeCase(
  folder: string,
  { note, evidence }: Closing,
  tools: Pick<CaseTools, 'by' | 'clock' | 'ids' | 'responder'>,
): Promise<Closed> {
  const reading = readCase(folder);
  const playbook = await playbookOf(reading.entries, reading);
  const store = await holdCase(folder, tools);
  try {
    await store.drainInbox();
    const book = new CaseBook(store, tools.by);
    const before = book.state;
    const copier = await openCopier(book, evidence.wish, { ...tools, endpoint: evidence.endpoint });
    await withCopies(copier, { book, responder: tools.responder }, async () => {
      await copier?.settle();
      if (before.closedAt === null) await book.record('case-closed', { note });
    });
    const { state } = book;
    const open = playbook.elements
      .flatMap(({ questions }) => questions)
      .filter(({ id }) => state.answers[id] === undefined).length;
    const linesOf = (which: (action: ActionState) => boolean): readonly string[] =>
      Object.values(state.actions).filter(which).map(inForceText);
    const [inForce, notHolding] = [linesOf(isInForce), linesOf(isSeenToFail)];
    const at = state.closedAt ?? '';
    return { at, head: state.head, already: before.closedAt !== null, open, inForce, notHolding };
  } finally {
    await store.close();
  }
}
