import { createReadStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CaseHeldError, IntegrityError, UserError } from '../base/errors.ts';
import { flushFolder } from '../base/durable-file.ts';
import { maskDeep } from '../base/secret-mask.ts';
import type { CaseEvent, JournalEntry, Operator } from '../model/case-event.ts';
import type { CustodyRecord, EvidenceBatch } from '../model/evidence.ts';
import type { CaseStore, EvidenceWriter, StoredFile } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Opener, Sealer } from '../ports/seal.ts';
import { EvidenceStore, readManifest } from './evidence-store.ts';
import { inboxWaits, readInbox, refuseRequest, removeRequest } from './inbox.ts';
import { Journal, parseJournal, readJournal } from './journal.ts';
import { CaseLock } from './lock.ts';
import { sealerFor } from './seal.ts';
import { setAsideTornLine, setAsideUnlisted, unjournaledSetAside } from './set-aside.ts';

/** Whether a folder is a case. */
export function isCase(folder: string): boolean {
  return existsSync(join(folder, 'journal.jsonl'));
}

/** Whether a folder holds evidence and no journal, which is opened first: somebody took the journal away. */
export function lostJournal(folder: string): boolean {
  return !isCase(folder) && existsSync(join(folder, 'evidence'));
}

/** The entries of a case, for a look that writes nothing. A torn last line is left out. */
export function readEntries(folder: string): readonly JournalEntry[] {
  if (!isCase(folder)) throw notACase(folder);
  return parseJournal(readJournal(join(folder, 'journal.jsonl')).lines);
}

/** A case as it stands on disk, for a look that holds nothing and writes nothing. */
export interface CaseReading {
  readonly folder: string;
  readonly entries: readonly JournalEntry[];
  readEvidence(sha256: string): AsyncIterable<Uint8Array>;
  custody(): AsyncIterable<CustodyRecord & { readonly batch: EvidenceBatch }>;
}

/** @param opener opens what is sealed in the case, for this look */
export function readCase(folder: string, opener: Opener | null = null): CaseReading {
  const entries = readEntries(folder);
  const batches = batchesOf(entries);
  const evidence = new EvidenceStore(folder, batches, opener);
  return {
    folder,
    entries,
    readEvidence: (sha256) => evidence.read(sha256),
    custody: () => custodyOf(folder, batches),
  };
}

/** Who takes a case, and the clock its entries are stamped by. */
export interface CaseHolder {
  readonly by: Operator;
  readonly clock: Clock;
  /** Opens what is sealed in the case, as long as it is held. */
  readonly opener?: Opener | null;
}

/** Takes a case folder, new or not: sets aside what a crash left, and journals that. */
export async function holdCase(folder: string, holder: CaseHolder): Promise<CaseStore> {
  if (lostJournal(folder)) {
    throw new IntegrityError(`the journal of the case in ${folder} is missing`, {
      why: 'there is evidence in the folder, and no journal.jsonl that tells of it',
      fix: 'put journal.jsonl back from a copy and run heptad verify, or open a new case in another folder',
    });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = CaseLock.take(join(folder, 'lock'), { human: holder.by.human, since: holder.clock.now() });
  try {
    setAsideTornLine(folder);
    const path = join(folder, 'journal.jsonl');
    const entries = parseJournal(readJournal(path).lines);
    const store = new HeldCase({ folder, lock, journal: new Journal(path, entries), holder });
    flushFolder(folder);
    await store.recover(holder.by);
    return store;
  } catch (error) {
    lock.release();
    throw error;
  }
}

export function notACase(folder: string): UserError {
  return new UserError(`${folder} is not a case`, {
    why: 'there is no journal.jsonl in it',
    fix: "give a case's folder or id; heptad case list shows the cases there are",
  });
}

interface Parts {
  readonly folder: string;
  readonly lock: CaseLock;
  readonly journal: Journal;
  readonly holder: CaseHolder;
}

class HeldCase implements CaseStore {
  readonly folder: string;
  readonly lakeFolder: string;
  readonly #parts: Parts;
  readonly #evidence: EvidenceStore;
  readonly #writers = new Set<{ abandon(): void }>();
  #draining: Promise<readonly JournalEntry[]> | null = null;

  constructor(parts: Parts) {
    this.folder = parts.folder;
    this.lakeFolder = join(parts.folder, 'lake');
    this.#parts = parts;
    const { opener = null } = parts.holder;
    this.#evidence = new EvidenceStore(parts.folder, batchesOf(parts.journal.entries), opener);
  }

  entries(): readonly JournalEntry[] {
    return this.#parts.journal.entries;
  }

  append(event: CaseEvent, by: Operator): Promise<JournalEntry> {
    // A person may type a secret into a note; the journal could not take it back.
    return Promise.resolve(
      this.#parts.journal.append(maskDeep(event), { at: this.#parts.holder.clock.now(), by }),
    );
  }

  openEvidence(collector: string, by: Operator): EvidenceWriter {
    const now = (): string => this.#parts.holder.clock.now();
    const writer = this.#evidence.writer({ collector, now, sealer: this.sealer() }, (batch) => {
      this.#parts.journal.append({ kind: 'evidence-stored', data: batch }, { at: now(), by });
    });
    this.#writers.add(writer);
    return writer;
  }

  sealer(): Sealer | null {
    const recipients = recipientsOf(this.entries());
    return recipients === null ? null : sealerFor(recipients);
  }

  custody(): AsyncIterable<CustodyRecord & { readonly batch: EvidenceBatch }> {
    return custodyOf(this.folder, batchesOf(this.entries()));
  }

  readEvidence(sha256: string): AsyncGenerator<Uint8Array> {
    return this.#evidence.read(sha256);
  }

  openFile(name: string): StoredFile {
    const path = join(this.folder, name);
    const { size } = statSync(path);
    return {
      size,
      read: () => (size === 0 ? Readable.from([]) : createReadStream(path, { end: size - 1 })),
    };
  }

  drainInbox(): Promise<readonly JournalEntry[]> {
    // Two drains at once would take the same request twice.
    this.#draining ??= this.#drain().finally(() => (this.#draining = null));
    return this.#draining;
  }

  async #drain(): Promise<readonly JournalEntry[]> {
    // A crash may come between an entry and the removal of its request.
    const done = new Set(this.entries().flatMap(requestIdOf));
    const written: JournalEntry[] = [];
    for (const item of readInbox(this.folder)) {
      if (!item.ok) {
        const refused: CaseEvent = { kind: 'request-refused', data: { request: item.file, why: item.why } };
        if (!done.has(item.file))
          written.push(await this.append(refused, { human: 'heptad', identity: null }));
        refuseRequest(this.folder, item.file);
        continue;
      }
      if (!done.has(item.request.id))
        written.push(await this.append(withRequest(item.request.event, item.request.id), item.request.by));
      removeRequest(this.folder, item.file);
    }
    return written;
  }

  async recover(by: Operator): Promise<void> {
    setAsideUnlisted(this.folder, batchesOf(this.entries()), (name) => this.#evidence.hasObject(name));
    const journaled = new Set(
      this.entries().flatMap((entry) => (entry.kind === 'set-aside' ? [entry.data.file] : [])),
    );
    for (const event of unjournaledSetAside(this.folder, journaled)) await this.append(event, by);
  }

  async close(): Promise<void> {
    for (const writer of this.#writers) writer.abandon();
    this.#parts.journal.close();
    this.#parts.lock.release();
    await takeLateRequests(this.folder, this.#parts.holder);
  }
}

/**
 * Takes in requests that came after the holder's last look: whoever placed them saw the lock and was told that its
 * holder would journal them. A look after the release sees every such request.
 */
async function takeLateRequests(folder: string, holder: CaseHolder): Promise<void> {
  if (!inboxWaits(folder)) return;
  try {
    const store = await holdCase(folder, holder);
    try {
      await store.drainInbox();
    } finally {
      await store.close();
    }
  } catch (error) {
    // The next holder was faster, and takes them in.
    if (!(error instanceof CaseHeldError)) throw error;
  }
}

async function* custodyOf(
  folder: string,
  batches: readonly EvidenceBatch[],
): AsyncGenerator<CustodyRecord & { readonly batch: EvidenceBatch }> {
  for (const batch of batches) {
    for (const record of readManifest(folder, batch.manifest)) yield { ...record, batch };
  }
}

export function batchesOf(entries: readonly JournalEntry[]): readonly EvidenceBatch[] {
  return entries.flatMap((entry) => (entry.kind === 'evidence-stored' ? [entry.data] : []));
}

/** Whom the case is sealed for; null = it keeps everything as it was collected. */
export function recipientsOf(entries: readonly JournalEntry[]): readonly string[] | null {
  return entries.find((entry) => entry.kind === 'content-sealed')?.data.recipients ?? null;
}

function requestIdOf(entry: JournalEntry): readonly string[] {
  if (entry.kind === 'request-refused') return [entry.data.request];
  const asked =
    entry.kind === 'note-added' ||
    entry.kind === 'log-added' ||
    entry.kind === 'play-directed' ||
    entry.kind === 'content-opened' ||
    entry.kind === 'report-unredacted';
  return asked && entry.data.request !== null ? [entry.data.request] : [];
}

function withRequest(event: CaseEvent, request: string): CaseEvent {
  if (event.kind === 'note-added') return { kind: 'note-added', data: { ...event.data, request } };
  if (event.kind === 'log-added') return { kind: 'log-added', data: { ...event.data, request } };
  if (event.kind === 'play-directed') return { kind: 'play-directed', data: { ...event.data, request } };
  if (event.kind === 'report-unredacted')
    return { kind: 'report-unredacted', data: { ...event.data, request } };
  if (event.kind === 'content-opened') return { kind: 'content-opened', data: { ...event.data, request } };
  return event;
}
