import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { flushFolder, writeDurably } from '../base/durable-file.ts';
import { sha256 } from '../base/hashing.ts';
import type { CaseEvent } from '../model/case-event.ts';
import type { EvidenceBatch } from '../model/evidence.ts';
import { EVIDENCE_FOLDERS } from './evidence-folders.ts';
import { readJournal, truncateJournal } from './journal.ts';

const FOLDER = 'set-aside';

/**
 * What a crash left half done goes to `set-aside/`: the torn last line of the journal, and evidence files of a batch
 * that was never journaled. Nothing is thrown away, and nothing is believed that the journal does not name.
 */
export function setAsideTornLine(caseFolder: string): void {
  const path = join(caseFolder, 'journal.jsonl');
  const { torn, end } = readJournal(path);
  if (torn.length === 0) return;
  mkdirSync(join(caseFolder, FOLDER), { recursive: true, mode: 0o700 });
  writeDurably(join(caseFolder, FOLDER, `journal-line-${sha256(torn).slice(0, 16)}`), torn);
  truncateJournal(path, end);
}

export function setAsideUnlisted(
  caseFolder: string,
  batches: readonly EvidenceBatch[],
  objects: (hash: string) => boolean,
): void {
  const listed = new Set(
    batches.flatMap((batch) => [
      `${batch.manifest}.jsonl`,
      ...(batch.pack === null ? [] : [batch.pack.name]),
    ]),
  );
  for (const place of Object.values(EVIDENCE_FOLDERS)) {
    const folder = join(caseFolder, place);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const unlisted = names.filter(
      (name) => !listed.has(name) && !(place === EVIDENCE_FOLDERS.objects && objects(name)),
    );
    if (unlisted.length > 0) moveAside(caseFolder, folder, unlisted);
  }
}

/** The new place is durable before an entry names it. */
function moveAside(caseFolder: string, from: string, names: readonly string[]): void {
  const to = join(caseFolder, FOLDER);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const path = join(from, name);
    if (statSync(path).size === 0) rmSync(path);
    else renameSync(path, join(to, name));
  }
  flushFolder(to);
  flushFolder(from);
}

/** A journal entry for each file set aside that no entry names yet: a crash may come between the two. */
export function unjournaledSetAside(
  caseFolder: string,
  journaled: ReadonlySet<string>,
): readonly CaseEvent[] {
  const folder = join(caseFolder, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => !journaled.has(file))
    .map((file) => {
      const bytes = readFileSync(join(folder, file));
      const what = file.startsWith('journal-line-')
        ? 'the end of the journal was cut off while it was written'
        : 'evidence of a batch that was cut off';
      return { kind: 'set-aside', data: { what, file, bytes: bytes.length, sha256: sha256(bytes) } };
    });
}
