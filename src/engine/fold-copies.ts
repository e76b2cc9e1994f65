import type { EvidenceCopied, EvidenceCopy, EvidenceDestination } from '../model/evidence-copy.ts';

/** Another place begins with nothing in it; the same one, reached again, keeps what lies there. */
export function withDestination(before: EvidenceCopy | null, destination: EvidenceDestination): EvidenceCopy {
  const same =
    before !== null &&
    before.destination.bucket === destination.bucket &&
    before.destination.prefix === destination.prefix &&
    before.destination.account === destination.account;
  return same
    ? { ...before, destination, ended: null }
    : { destination, confirmed: [], head: null, ended: null };
}

export function withCopied(
  before: EvidenceCopy | null,
  { files, head }: EvidenceCopied,
  at: string,
): EvidenceCopy | null {
  if (before === null) return null;
  return {
    ...before,
    confirmed: [...before.confirmed, ...files],
    head: head === null ? before.head : { ...head, at },
  };
}
