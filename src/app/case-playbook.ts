import { readFileSync } from 'node:fs';
import { IntegrityError } from '../base/errors.ts';
import type { JournalEntry, Operator } from '../model/case-event.ts';
import type { Playbook } from '../model/playbook.ts';
import type { CaseStore } from '../ports/case-store.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { wholeOf } from './collect-logs.ts';
import type { FoundPlaybook } from './playbook-library.ts';

/**
 * Keeps the playbook's file in the case: its report must not depend on a file that changes elsewhere. Of a playbook
 * with parts, every file of them and the whole, which is what is read again.
 */
export async function keepPlaybook(store: CaseStore, found: FoundPlaybook, by: Operator): Promise<void> {
  const writer = store.openEvidence('playbook', by);
  for (const file of [found.file, ...found.files])
    writer.add({ source: file, modified: null }, readFileSync(file));
  if (found.files.length > 0)
    writer.add(
      { source: `${found.playbook.id} with its parts`, modified: null },
      Buffer.from(found.document.text),
    );
  await writer.commit();
}

/** The playbook that a case was opened with, from its own evidence. */
export async function playbookOf(
  entries: readonly JournalEntry[],
  evidence: Pick<CaseStore, 'readEvidence'>,
): Promise<Playbook> {
  const opened = entries.find((entry) => entry.kind === 'case-opened');
  if (opened === undefined) {
    throw new IntegrityError('the case was never opened: it was cut off at its very start', {
      fix: 'run the playbook again with this folder and the same arguments',
    });
  }
  const { id, sha256 } = opened.data.playbook;
  const text = (await wholeOf(evidence, sha256)).toString('utf8');
  const loaded = loadPlaybook({ file: `${id} (as kept in the case)`, text });
  if (!loaded.ok)
    throw new IntegrityError(
      `the playbook ${id} that the case kept cannot be read by this version of heptad`,
      { fix: 'use the version of heptad that opened the case' },
    );
  return loaded.playbook;
}
