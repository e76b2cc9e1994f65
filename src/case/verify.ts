import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { canonicalJson } from '../base/canonical-json.ts';
import { messageOf } from '../base/errors.ts';
import { sha256 } from '../base/hashing.ts';
import type { JournalEntry } from '../model/case-event.ts';
import { type CustodyRecord, type EvidenceBatch, storedSlice, type StoredSlice } from '../model/evidence.ts';
import type { Opener } from '../ports/seal.ts';
import { batchesOf, isCase, lostJournal, notACase } from './case-folder.ts';
import { EVIDENCE_FOLDERS } from './evidence-folders.ts';
import { openStored, readManifest, readStored } from './evidence-store.ts';
import { entryHash, GENESIS, readJournal } from './journal.ts';

/** One thing that is not as it should be, and where. */
export interface IntegrityFault {
  /** `journal line 12`, `evidence/packs/….pack byte 4096`. */
  readonly place: string;
  readonly problem: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly entries: number;
  /** Hash of the last sound entry. */
  readonly head: string;
  readonly evidence: { readonly files: number; readonly bytes: number };
  /** Files that are sealed: the bytes that lie there were checked, what is in them only with a key (`verifySealed`). */
  readonly sealed: number;
  /** In the order found: the first is the first entry or byte that is wrong. */
  readonly faults: readonly IntegrityFault[];
}

/**
 * Recomputes everything: the journal's chain, every custody manifest, every byte of evidence, and that nothing lies
 * in the evidence folders that the journal does not name.
 * @param expectedHead a head kept elsewhere: it must be the hash of some entry, or the chain was cut or written anew
 */
export function verifyCase(folder: string, expectedHead: string | null): Verification {
  const faults: IntegrityFault[] = [];
  if (lostJournal(folder)) faults.push({ place: 'journal.jsonl', problem: 'the journal is missing' });
  else if (!isCase(folder)) throw notACase(folder);
  const entries = verifyJournal(join(folder, 'journal.jsonl'), faults);
  const { sealed, ...total } = verifyEvidence(folder, batchesOf(entries), faults);
  verifySetAside(folder, entries, faults);
  if (
    expectedHead !== null &&
    expectedHead !== GENESIS &&
    !entries.some(({ hash }) => hash === expectedHead)
  ) {
    faults.push({
      place: 'journal.jsonl',
      problem: `no entry has the hash ${expectedHead}: the journal was cut off, or written anew, after that head was noted`,
    });
  }
  return {
    ok: faults.length === 0,
    entries: entries.length,
    head: entries.at(-1)?.hash ?? GENESIS,
    evidence: total,
    sealed,
    faults,
  };
}

/** Opens everything that is sealed, in memory, and checks the plain bytes too. Gives what is wrong with them. */
export async function verifySealed(folder: string, opener: Opener): Promise<readonly IntegrityFault[]> {
  const faults: IntegrityFault[] = [];
  const entries = verifyJournal(join(folder, 'journal.jsonl'), []);
  for (const batch of batchesOf(entries)) {
    for (const record of verifiedManifest(folder, batch, [])) {
      if (record.storage.in !== 'age') continue;
      const slice = storedSlice(record);
      // What is not the sealed bytes that were kept was told already, and does not open.
      if (sliceFault(folder, slice) !== null) continue;
      const plain = await openStored(folder, slice, opener);
      if (sha256(plain) !== record.sha256 || plain.length !== record.size)
        faults.push({
          place: placeOf(slice),
          problem: `what is sealed there does not have its hash ${record.sha256}: ${record.source}`,
        });
    }
  }
  return faults;
}

const NEWLINE = Buffer.from('\n');

function verifyJournal(path: string, faults: IntegrityFault[]): readonly JournalEntry[] {
  const { lines, torn, bytes } = readJournal(path);
  const entries: JournalEntry[] = [];
  let prev = GENESIS;
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    // Bytes that are no UTF-8 are read as U+FFFD, which an entry may well hold: the text alone does not show them.
    const encoded = Buffer.from(line);
    const same = bytes
      .subarray(offset, offset + encoded.length + 1)
      .equals(Buffer.concat([encoded, NEWLINE]));
    const checked = same
      ? verifyLine(line, { prev, seq: index + 1 })
      : { problem: 'it holds bytes that are no UTF-8: it was changed' };
    if ('problem' in checked) {
      faults.push({ place: `journal.jsonl line ${index + 1}`, problem: checked.problem });
      return entries;
    }
    entries.push(checked.entry);
    prev = checked.entry.hash;
    offset += encoded.length + 1;
  }
  if (torn.length > 0)
    faults.push({
      place: `journal.jsonl line ${lines.length + 1}`,
      problem: `an entry was cut off (${torn.length} bytes); heptad resume sets it aside`,
    });
  return entries;
}

function verifyLine(
  line: string,
  expected: { readonly prev: string; readonly seq: number },
): { readonly entry: JournalEntry } | { readonly problem: string } {
  let entry: JournalEntry;
  try {
    entry = JSON.parse(line) as JournalEntry;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: `not JSON (${error.message})` };
  }
  if (typeof entry !== 'object' || entry === null || typeof entry.hash !== 'string')
    return { problem: 'not a journal entry' };
  const { hash, ...rest } = entry;
  if (canonicalJson(entry) !== line) return { problem: 'not in canonical form: it was changed' };
  if (entryHash(rest) !== hash) return { problem: 'its hash does not fit its content: it was changed' };
  if (entry.seq !== expected.seq)
    return {
      problem: `it is numbered ${String(entry.seq)}: an entry before it is missing, swapped or added`,
    };
  if (entry.prev !== expected.prev)
    return { problem: 'it does not follow the entry before it: an entry is missing, swapped or added' };
  return { entry };
}

function verifyEvidence(
  folder: string,
  batches: readonly EvidenceBatch[],
  faults: IntegrityFault[],
): Verification['evidence'] & { readonly sealed: number } {
  const expected = new Set<string>();
  const total = { files: 0, bytes: 0, sealed: 0 };
  for (const batch of batches) {
    expected.add(join(EVIDENCE_FOLDERS.manifests, `${batch.manifest}.jsonl`));
    if (batch.pack !== null) verifyPackSize(folder, batch.pack, { expected, faults });
    for (const record of verifiedManifest(folder, batch, faults)) {
      total.files += 1;
      total.bytes += record.size;
      const slice = storedSlice(record);
      if (record.storage.in === 'age') total.sealed += 1;
      if (slice.at.in === 'object') expected.add(join(EVIDENCE_FOLDERS.objects, slice.sha256));
      const problem = sliceFault(folder, slice);
      if (problem !== null) faults.push({ place: placeOf(slice), problem: `${problem}: ${record.source}` });
    }
  }
  for (const file of filesIn(folder, 'evidence')) {
    if (!expected.has(file)) faults.push({ place: file, problem: 'no entry of the journal names this file' });
  }
  return total;
}

function verifyPackSize(
  folder: string,
  pack: { readonly name: string; readonly size: number },
  into: { readonly expected: Set<string>; readonly faults: IntegrityFault[] },
): void {
  const file = join(EVIDENCE_FOLDERS.packs, pack.name);
  into.expected.add(file);
  const path = join(folder, file);
  if (!existsSync(path)) into.faults.push({ place: file, problem: 'the pack is missing' });
  else if (statSync(path).size !== pack.size) {
    into.faults.push({
      place: `${file} byte ${Math.min(statSync(path).size, pack.size)}`,
      problem: `the pack has ${statSync(path).size} bytes, not ${pack.size}: it was cut off or added to`,
    });
  }
}

function verifiedManifest(
  folder: string,
  batch: EvidenceBatch,
  faults: IntegrityFault[],
): readonly CustodyRecord[] {
  const file = join(EVIDENCE_FOLDERS.manifests, `${batch.manifest}.jsonl`);
  const fault = contentFault(join(folder, file), batch.manifest);
  if (fault !== null) {
    faults.push({ place: file, problem: `the custody manifest ${fault}` });
    return [];
  }
  const records = readManifest(folder, batch.manifest);
  if (records.length !== batch.files)
    faults.push({
      place: file,
      problem: `the manifest names ${records.length} files, the journal ${batch.files}`,
    });
  return records;
}

/** What is wrong with the bytes that lie at a place, or null. */
function sliceFault(folder: string, slice: StoredSlice): string | null {
  const digest = createHash('sha256');
  let size = 0;
  try {
    for (const piece of readStored(folder, slice)) {
      digest.update(piece);
      size += piece.length;
    }
    if (slice.at.in === 'object') size = statSync(join(folder, placeOf(slice))).size;
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return `the evidence cannot be read (${messageOf(error)})`;
  }
  if (digest.digest('hex') === slice.sha256 && size === slice.size) return null;
  return `the bytes do not have their hash ${slice.sha256}, they were changed`;
}

function placeOf({ at, sha256: hash }: StoredSlice): string {
  return at.in === 'object'
    ? join(EVIDENCE_FOLDERS.objects, hash)
    : `${join(EVIDENCE_FOLDERS.packs, at.pack)} byte ${at.offset}`;
}

function verifySetAside(folder: string, entries: readonly JournalEntry[], faults: IntegrityFault[]): void {
  const named = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== 'set-aside') continue;
    const file = join('set-aside', entry.data.file);
    named.add(file);
    const fault = contentFault(join(folder, file), entry.data.sha256);
    if (fault !== null) faults.push({ place: file, problem: `a file that was set aside ${fault}` });
  }
  for (const file of filesIn(folder, 'set-aside')) {
    if (!named.has(file))
      faults.push({
        place: file,
        problem: 'no entry of the journal names this file; heptad resume journals what a crash left',
      });
  }
}

/** What is wrong with a file that should have this hash, or null. */
function contentFault(path: string, hash: string): string | null {
  if (!existsSync(path)) return 'is missing';
  try {
    return sha256(readFileSync(path)) === hash ? null : 'is not what the journal says: it was changed';
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return `cannot be read (${messageOf(error)})`;
  }
}

/** Everything below a place of the case that is not a folder. */
function filesIn(folder: string, place: string): readonly string[] {
  if (!existsSync(join(folder, place))) return [];
  const found = readdirSync(join(folder, place), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
