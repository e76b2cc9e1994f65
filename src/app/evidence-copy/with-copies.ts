import { counted } from '../../base/text.ts';
import { InterruptedError, messageOf, UserError } from '../../base/errors.ts';
import { destinationText } from '../../model/evidence-copy.ts';
import type { Responder } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import type { EvidenceWish } from './destination-wish.ts';
import { EvidenceCopier } from './evidence-copier.ts';
import { type DestinationTools, openDestination } from './open-destination.ts';

/** A copier for the case, where its evidence is to be copied. */
export async function openCopier(
  book: CaseBook,
  wish: EvidenceWish,
  tools: DestinationTools,
): Promise<EvidenceCopier | null> {
  const place = await openDestination(book, wish, tools);
  return place === null ? null : new EvidenceCopier(book, place, tools.responder);
}

/** Does work on a case while its evidence is copied; in the end, however it ended, all of it lies there. */
export async function withCopies(
  copier: EvidenceCopier | null,
  { book, responder }: { readonly book: CaseBook; readonly responder: Pick<Responder, 'tell'> },
  work: () => Promise<void>,
): Promise<void> {
  try {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof InterruptedError)) await settleQuietly(copier, responder);
      throw error;
    }
    await copier?.settle();
    if (copier !== null) responder.tell(copiedText(book));
  } finally {
    await copier?.stop();
  }
}

/**
 * Copies what a single command kept, once it is done: containment does not wait for a place that cannot be reached, and
 * its outcome stays what it is. Where the copy fails, that is said.
 */
export async function copyKept(book: CaseBook, tools: DestinationTools): Promise<void> {
  try {
    const copier = await openCopier(book, null, tools);
    await withCopies(copier, { book, responder: tools.responder }, () => Promise.resolve());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tools.responder.tell(
      `evidence of this could not be copied (${messageOf(error)}); heptad resume tries again`,
    );
  }
}

/** Why the work ended is what has to be told first; that the copy is behind is told beside it. */
async function settleQuietly(
  copier: EvidenceCopier | null,
  responder: Pick<Responder, 'tell'>,
): Promise<void> {
  try {
    await copier?.settle();
  } catch (error) {
    responder.tell(`evidence could not be copied (${messageOf(error)}); heptad resume tries again`);
  }
}

function copiedText({ state: { evidenceCopy } }: CaseBook): string {
  if (evidenceCopy === null) return '';
  const { confirmed, destination, head } = evidenceCopy;
  return `evidence copied to ${destinationText(destination)}: ${counted(confirmed.length, 'file')} confirmed by SHA-256, journal up to entry ${head?.seq ?? 0}`;
}
