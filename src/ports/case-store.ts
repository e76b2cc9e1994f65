import type { CaseEvent, JournalEntry, Operator } from '../model/case-event.ts';
import type { CustodyRecord, EvidenceBatch } from '../model/evidence.ts';
import type { Sealer } from './seal.ts';

/** A request that another process left in the inbox: a note, or an entry of the incident's record. */
export interface InboxRequest {
  readonly id: string;
  readonly at: string;
  readonly by: Operator;
  readonly event: CaseEvent;
}

/** What is known of a piece of evidence before its bytes are looked at. */
export interface GivenFile {
  readonly source: string;
  readonly modified: string | null;
  /** It holds prompts or answers: a case with recipients keeps it sealed. */
  readonly content?: boolean;
}

/** Evidence on its way in: bytes are kept as they are handed over, and durable once `commit` returned. */
export interface EvidenceWriter {
  /** Whether prompts and answers are sealed: whoever adds has to say what holds some. */
  readonly seals: boolean;
  /** Keeps the bytes unless the case has them; gives their hash and whether it had. */
  add(file: GivenFile, bytes: Uint8Array): { readonly sha256: string; readonly seen: boolean };
  /** A large file, piece by piece. */
  addStream(
    file: GivenFile,
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly sha256: string; readonly seen: boolean }>;
  /** Makes everything added durable and journals the batch. Nothing happens when nothing was added. */
  commit(): Promise<void>;
}

/** The bytes of a file, which may be read more than once. */
export interface StoredFile {
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
}

/** The folder of a case, held by this process. */
export interface CaseStore {
  readonly folder: string;
  readonly lakeFolder: string;
  entries(): readonly JournalEntry[];
  /** Writes an entry and flushes it to disk before it returns. */
  append(event: CaseEvent, by: Operator): Promise<JournalEntry>;
  openEvidence(collector: string, by: Operator): EvidenceWriter;
  /** Seals prompts and answers of the case; null = it keeps everything as it was collected. */
  sealer(): Sealer | null;
  /** Every custody record of the case. */
  custody(): AsyncIterable<CustodyRecord & { readonly batch: EvidenceBatch }>;
  /** The bytes under a hash, piece by piece. @throws UserError for sealed ones, unless the case was opened with a key */
  readEvidence(sha256: string): AsyncIterable<Uint8Array>;
  /** A file of the case folder (`journal.jsonl`, `evidence/packs/NAME`) as long as it is now, for a copy elsewhere. */
  openFile(name: string): StoredFile;
  /** Journals what others left in the inbox; gives the new entries. */
  drainInbox(): Promise<readonly JournalEntry[]>;
  close(): Promise<void>;
}
