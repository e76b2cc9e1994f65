import { basename } from 'node:path';
import { IntegrityError } from '../base/errors.ts';
import { readEntries } from '../case/case-folder.ts';
import { foldJournal } from '../engine/apply.ts';

/** One line of `case list`. */
export interface CaseSummary {
  readonly id: string;
  readonly opened: string;
  readonly playbook: string;
  /** `open`, `paused`, `walked`, `closed` or `broken`. */
  readonly status: string;
  readonly folder: string;
}

/** A broken journal is a line of its own: one bad case must not hide the others. */
export function caseSummary(folder: string): CaseSummary {
  try {
    const { opened, closedAt, finished, pausedAt } = foldJournal(readEntries(folder));
    const status = closedAt !== null ? 'closed' : finished ? 'walked' : pausedAt !== null ? 'paused' : 'open';
    return {
      id: opened?.id ?? basename(folder),
      opened: opened?.at ?? '',
      playbook: opened?.playbook.id ?? '',
      status,
      folder,
    };
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    return { id: basename(folder), opened: '', playbook: '', status: 'broken', folder };
  }
}
