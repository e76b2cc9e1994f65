import { apply } from '../engine/apply.ts';
import { INITIAL_STATE } from '../engine/initial-state.ts';
import type { CaseEvent, CaseEvents, EventKind, JournalEntry, Operator } from '../model/case-event.ts';
import type { CaseState } from '../model/case-state.ts';
import type { CaseStore } from '../ports/case-store.ts';

/** A held case: its state is always the fold of the journal as it stands on disk. */
export class CaseBook {
  readonly store: CaseStore;
  by: Operator;
  /** Told of every kind of entry this book wrote, once it is on disk. */
  onWritten: ((kind: EventKind) => void) | null = null;
  #state: CaseState;

  constructor(store: CaseStore, by: Operator) {
    this.store = store;
    this.by = by;
    this.#state = store.entries().reduce(apply, INITIAL_STATE);
  }

  get state(): CaseState {
    return this.#state;
  }

  /** Journals an event; the state has it only once it is on disk. */
  async record<K extends EventKind>(kind: K, data: CaseEvents[K]): Promise<void> {
    await this.write(kind, data);
  }

  /** The same, and the entry it became. */
  async write<K extends EventKind>(kind: K, data: CaseEvents[K]): Promise<JournalEntry> {
    const event = { kind, data } as unknown as CaseEvent;
    const entry = await this.store.append(event, this.by);
    this.#absorb();
    this.onWritten?.(kind);
    return entry;
  }

  /** Takes in what others left, and what was journaled past this book (evidence batches). */
  async catchUp(): Promise<void> {
    await this.store.drainInbox();
    this.#absorb();
  }

  /** Whoever comes first applies what stands in the journal; an entry never counts twice. */
  #absorb(): void {
    const behind = this.store.entries().slice(this.#state.lastSeq);
    this.#state = behind.reduce(apply, this.#state);
  }

  /** Keeps a document of our own making as evidence. Gives its hash. */
  async keep(source: string, content: string, collector = 'step-result'): Promise<string> {
    const writer = this.store.openEvidence(collector, this.by);
    const { sha256 } = writer.add({ source, modified: null }, Buffer.from(content));
    await writer.commit();
    await this.catchUp();
    return sha256;
  }

  /** A document that was kept. */
  async kept(sha256: string): Promise<string> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.store.readEvidence(sha256)) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  }
}
