import { counted } from '../../base/text.ts';
import type { CaseState } from '../../model/case-state.ts';
import { destinationText, type DestinationWish, lockText } from '../../model/evidence-copy.ts';
import type { CustodyRecord } from '../../model/evidence.ts';
import type { ReportCopy } from '../../model/report.ts';
import { manifestName, objectNames, packName } from './files-of-batch.ts';

/** What there is to say of a place that was named and never reached. */
export function waitingText(wished: DestinationWish): string {
  return `${destinationText(wished)} was named and could not be reached yet: nothing lies there; heptad resume tries again`;
}

/** How much of a case's evidence lies at its destination; null where none is copied. */
export function copyStatus(
  { evidenceCopy, evidenceWished, evidence }: CaseState,
  custody: readonly CustodyRecord[],
): ReportCopy | null {
  if (evidenceCopy === null) return null;
  const { destination, confirmed, head, ended } = evidenceCopy;
  const there = new Set(confirmed.map(({ name }) => name));
  const names = new Set([
    ...evidence.flatMap(({ pack }) => (pack === null ? [] : [packName(pack.name)])),
    ...objectNames(custody),
    ...evidence.map(({ manifest }) => manifestName(manifest)),
  ]);
  const done = [...names].filter((name) => there.has(name)).length;
  const where = `${destinationText(destination)} (${destination.label} account ${destination.account})`;
  const much = `${done} of ${counted(names.size, 'file')} confirmed there by SHA-256`;
  const journal = head === null ? 'no journal yet' : `journal up to entry ${head.seq}`;
  const stop = [
    ...(ended === null ? [] : [`no more is copied: ${ended}`]),
    ...(evidenceWished === null ? [] : [waitingText(evidenceWished)]),
  ];
  return {
    destination: destinationText(destination),
    account: destination.account,
    lock: lockText(destination),
    files: names.size,
    confirmed: done,
    head,
    text: [`${where}: ${much}, ${journal}`, lockText(destination), ...stop].join('; '),
  };
}
