import { canonicalJson } from '../../base/canonical-json.ts';
import { IntegrityError, messageOf } from '../../base/errors.ts';
import type { EventKind } from '../../model/case-event.ts';
import type { CopiedFile, CopiedHead } from '../../model/evidence-copy.ts';
import type { EvidenceBatch } from '../../model/evidence.ts';
import type { StoredFile } from '../../ports/case-store.ts';
import type { Responder } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import { filesOfBatch } from './files-of-batch.ts';
import type { OpenDestination } from './open-destination.ts';
import { putFile } from './put-file.ts';

/** Entries after which there may be something to copy. */
const NEWS: ReadonlySet<EventKind> = new Set(['collection-advanced', 'step-finished', 'action-read-back']);
/** Entries that copying itself makes: a head is not put again for them. */
const OWN: ReadonlySet<EventKind> = new Set([
  'evidence-copied',
  'calls-made',
  'evidence-wished',
  'evidence-destination',
]);

/**
 * Copies a case's evidence to where it is safe, beside whatever else is done. A file counts as copied only once its hash
 * was read back from there and that is journaled; what is not journaled is asked for again.
 */
export class EvidenceCopier {
  readonly #book: CaseBook;
  readonly #place: OpenDestination;
  readonly #responder: Pick<Responder, 'tell'>;
  readonly #confirmed: Set<string>;
  readonly #whole = new Set<string>();
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;
  /** After a failure nothing more is tried until everything has to be there. */
  #failed = false;

  constructor(book: CaseBook, place: OpenDestination, responder: Pick<Responder, 'tell'>) {
    this.#book = book;
    this.#place = place;
    this.#responder = responder;
    this.#confirmed = new Set(book.state.evidenceCopy?.confirmed.map(({ name }) => name));
    book.onWritten = (kind) => {
      if (NEWS.has(kind)) this.nudge();
    };
  }

  /** Begins to copy what is new, and does not wait for it. */
  nudge(): void {
    this.#again = true;
    if (this.#running !== null || this.#failed || this.#stopped) return;
    this.#running = this.#copyWhileNew()
      .catch((error: unknown) => {
        this.#failed = true;
        this.#responder.tell(
          `evidence could not be copied for now (${messageOf(error)}); it is tried again at the end`,
        );
      })
      .finally(() => (this.#running = null));
  }

  /**
   * Copies everything there is, the journal included.
   * @throws CloudError or IntegrityError when something could not be copied and confirmed; it is safe in the case
   */
  async settle(): Promise<void> {
    await this.#running;
    this.#failed = false;
    await this.#copyWhileNew();
    await this.#putHead({ journal: true });
  }

  /** Ends after the file that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#book.onWritten = null;
    await this.#running;
    this.#place.cloud.close();
  }

  async #copyWhileNew(): Promise<void> {
    do {
      this.#again = false;
      await this.#copyBatches();
      if (!this.#stopped) await this.#putHead({ journal: false });
    } while (this.#again && !this.#stopped);
  }

  async #copyBatches(): Promise<void> {
    await this.#book.catchUp();
    for (const batch of this.#book.state.evidence) {
      if (this.#stopped) return;
      if (!this.#whole.has(batch.manifest)) await this.#copyBatch(batch);
    }
  }

  /** What the manifest lists comes before it: a manifest that is there is whole. */
  async #copyBatch(batch: EvidenceBatch): Promise<void> {
    const names = await filesOfBatch(batch, this.#book.store);
    const missing = names.filter((name) => !this.#confirmed.has(name));
    const files: CopiedFile[] = [];
    try {
      for (const name of missing) files.push(await this.#put(name, this.#book.store.openFile(name)));
    } finally {
      await this.#journal(files, null);
    }
    this.#whole.add(batch.manifest);
  }

  /** The head as it is before the copy itself is journaled, and where everything is to be there, the journal up to it. */
  async #putHead({ journal }: { readonly journal: boolean }): Promise<void> {
    const { store, state } = this.#book;
    const last = store.entries().at(-1);
    if (last === undefined) return;
    const name = `journal/${String(last.seq).padStart(8, '0')}`;
    const whole = journal ? store.openFile('journal.jsonl') : null;
    const since = store.entries().slice(state.evidenceCopy?.head?.seq ?? 0);
    const news = since.some(({ kind }) => !OWN.has(kind));
    const before = state.evidenceCopy?.head ?? null;
    if (!news && (whole === null || this.#hasJournalOf(before))) return;
    const head: CopiedHead = { seq: last.seq, hash: last.hash };
    const text = Buffer.from(`${canonicalJson({ case: state.opened?.id ?? '', at: last.at, ...head })}\n`);
    const files: CopiedFile[] = [];
    try {
      if (whole !== null) files.push(await this.#put(`${name}.jsonl`, whole));
      files.push(await this.#put(`${name}.head.json`, held(text)));
      await this.#journal(files, head);
    } catch (error) {
      await this.#journal(files, null);
      throw error;
    }
  }

  #hasJournalOf(head: CopiedHead | null): boolean {
    return head !== null && this.#confirmed.has(`journal/${String(head.seq).padStart(8, '0')}.jsonl`);
  }

  async #put(name: string, file: StoredFile): Promise<CopiedFile> {
    const { prefix } = this.#place.destination;
    const key = `${prefix}${this.#book.state.opened?.id ?? 'case'}/${name}`;
    const copied = await putFile({ name, key, ...file }, this.#place);
    const named = /^evidence\/(?:objects|manifests)\/([0-9a-f]{64})(?:\.jsonl)?$/.exec(name)?.[1];
    if (named !== undefined && named !== copied.sha256)
      throw new IntegrityError(`${name} is not what was collected`, {
        why: `its SHA-256 is ${copied.sha256} now`,
        fix: 'run heptad verify on the case',
      });
    return copied;
  }

  async #journal(files: readonly CopiedFile[], head: CopiedHead | null): Promise<void> {
    const calls = this.#place.footprints.splice(0);
    if (calls.length > 0) await this.#book.record('calls-made', { calls });
    if (files.length === 0) return;
    await this.#book.record('evidence-copied', { files, head });
    for (const { name } of files) this.#confirmed.add(name);
  }
}

function held(bytes: Uint8Array): StoredFile {
  return {
    size: bytes.length,
    async *read() {
      yield await Promise.resolve(bytes);
    },
  };
}
