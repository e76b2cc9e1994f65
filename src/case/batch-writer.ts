import { closeSync, existsSync, fsync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { flushFolder, writeDurably } from '../base/durable-file.ts';
import { InternalError, InterruptedError } from '../base/errors.ts';
import { sha256 } from '../base/hashing.ts';
import type { EvidenceBatch, Place, Storage } from '../model/evidence.ts';
import type { EvidenceWriter, GivenFile } from '../ports/case-store.ts';
import type { Sealer } from '../ports/seal.ts';
import { EVIDENCE_FOLDERS } from './evidence-folders.ts';
import { writeAll } from './journal.ts';

const flush = promisify(fsync);

/** Where content lies, and how long it is when it is read back. */
export interface Kept {
  readonly storage: Storage;
  readonly size: number;
}

export interface WriterContext {
  readonly folder: string;
  readonly index: Map<string, Kept>;
  /** Content on its way in with any writer: another batch must not bring it into the lake again. */
  readonly pending: Set<string>;
  /** Seals what holds prompts or answers; null = the case keeps everything as it was collected. */
  readonly sealer: Sealer | null;
  readonly collector: string;
  readonly now: () => string;
  /** Called when everything is on disk: journals the batch. */
  readonly store: (batch: EvidenceBatch) => void;
}

/** One batch of evidence: small files in a pack, large ones as files of their own, what is to be sealed never in the clear. */
export class BatchWriter implements EvidenceWriter {
  readonly #context: WriterContext;
  readonly #records: (GivenFile & { readonly hash: string })[] = [];
  readonly #startedAt: string;
  readonly #own = new Map<string, Kept>();
  /** Held in memory until the batch is complete: their plain bytes never reach the disk. */
  readonly #toSeal = new Map<string, Uint8Array>();
  readonly #packName = `${randomUUID()}.pack`;
  #pack: number | null = null;
  #packSize = 0;
  #newBytes = 0;
  #abandoned = false;
  /** Whether a file of its own was added. */
  #objects = false;

  constructor(context: WriterContext) {
    this.#context = context;
    this.#startedAt = context.now();
  }

  get seals(): boolean {
    return this.#context.sealer !== null;
  }

  add(given: GivenFile, bytes: Uint8Array): { readonly sha256: string; readonly seen: boolean } {
    const hash = sha256(bytes);
    const known = this.#known(hash) !== undefined || this.#toSeal.has(hash);
    const seen = this.#seen(hash);
    this.#records.push({ ...given, hash });
    if (known) return { sha256: hash, seen };
    this.#newBytes += bytes.length;
    if (given.content === true && this.#context.sealer !== null) this.#toSeal.set(hash, bytes);
    else this.#own.set(hash, { storage: this.#packed(bytes), size: bytes.length });
    return { sha256: hash, seen };
  }

  async addStream(
    given: GivenFile,
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly sha256: string; readonly seen: boolean }> {
    const sealer = given.content === true ? this.#context.sealer : null;
    const plain = measured(pieces);
    const stored = measured(sealer === null ? plain.pieces : sealer.sealStream(plain.pieces));
    const temporary = join(this.#context.folder, EVIDENCE_FOLDERS.objects, `${randomUUID()}.tmp`);
    await writeStream(temporary, stored.pieces);
    const [{ hash, size }, lies] = [plain.measure(), stored.measure()];
    const known = this.#known(hash);
    const seen = this.#seen(hash);
    this.#records.push({ ...given, hash });
    if (known !== undefined) {
      rmSync(temporary);
      return { sha256: hash, seen };
    }
    renameSync(temporary, join(this.#context.folder, EVIDENCE_FOLDERS.objects, lies.hash));
    this.#newBytes += size;
    this.#objects = true;
    const at: Place = { in: 'object' };
    const storage: Storage = sealer === null ? at : { in: 'age', at, sha256: lies.hash, size: lies.size };
    this.#own.set(hash, { storage, size });
    return { sha256: hash, seen };
  }

  async commit(): Promise<void> {
    if (this.#records.length === 0) return;
    await this.#seal();
    if (this.#pack !== null) {
      // Beside the main thread: another batch goes on meanwhile.
      await flush(this.#pack);
      this.#stillWanted();
      closeSync(this.#pack);
      renameSync(this.#packPath('.tmp'), this.#packPath(''));
      flushFolder(join(this.#context.folder, EVIDENCE_FOLDERS.packs));
    }
    if (this.#objects) flushFolder(join(this.#context.folder, EVIDENCE_FOLDERS.objects));
    const manifest = this.#records.map((record) => this.#manifestLine(record)).join('');
    const hash = sha256(manifest);
    const path = join(this.#context.folder, EVIDENCE_FOLDERS.manifests, `${hash}.jsonl`);
    if (!existsSync(path)) writeDurably(path, manifest);
    this.#context.store(this.#batch(hash));
    this.#pack = null;
    for (const [sha, kept] of this.#own)
      if (!this.#context.index.has(sha)) this.#context.index.set(sha, kept);
    this.#records.length = 0;
  }

  /** Leaves the batch unfinished: its files stay unlisted and are set aside when the case is opened again. */
  abandon(): void {
    this.#abandoned = true;
    if (this.#pack !== null) closeSync(this.#pack);
    this.#pack = null;
  }

  async #seal(): Promise<void> {
    const { sealer } = this.#context;
    for (const [hash, bytes] of this.#toSeal) {
      if (sealer === null) throw new InternalError('there is nobody to seal for');
      const sealed = await sealer.seal(bytes);
      this.#stillWanted();
      const at = this.#packed(sealed);
      const storage: Storage = { in: 'age', at, sha256: sha256(sealed), size: sealed.length };
      this.#own.set(hash, { storage, size: bytes.length });
    }
    this.#toSeal.clear();
  }

  #stillWanted(): void {
    if (this.#abandoned) throw new InterruptedError('the case was closed while evidence was being kept');
  }

  /** Appends to the pack; gives where. */
  #packed(bytes: Uint8Array): Place {
    this.#pack ??= openSync(this.#packPath('.tmp'), 'wx', 0o600);
    const at: Place = { in: 'pack', pack: this.#packName, offset: this.#packSize };
    writeAll(this.#pack, bytes);
    this.#packSize += bytes.length;
    return at;
  }

  #known(hash: string): Kept | undefined {
    return this.#context.index.get(hash) ?? this.#own.get(hash);
  }

  /** Whether the content is in the case or on its way; from now on it is. */
  #seen(hash: string): boolean {
    const seen = this.#context.index.has(hash) || this.#context.pending.has(hash);
    this.#context.pending.add(hash);
    return seen;
  }

  #manifestLine({ hash, source, modified }: GivenFile & { readonly hash: string }): string {
    const kept = this.#own.get(hash) ?? this.#context.index.get(hash);
    if (kept === undefined) throw new InternalError('evidence was named that was not kept');
    const { size, storage } = kept;
    return `${JSON.stringify({ sha256: hash, size, storage, source, modified })}\n`;
  }

  #batch(manifest: string): EvidenceBatch {
    const pack = this.#pack === null ? null : { name: this.#packName, size: this.#packSize };
    if (pack !== null && statSync(this.#packPath('')).size !== pack.size)
      throw new InternalError('a pack is not as long as what was written to it');
    return {
      manifest,
      collector: this.#context.collector,
      files: this.#records.length,
      bytes: this.#newBytes,
      pack,
      startedAt: this.#startedAt,
      endedAt: this.#context.now(),
    };
  }

  #packPath(suffix: string): string {
    return join(this.#context.folder, EVIDENCE_FOLDERS.packs, `${this.#packName}${suffix}`);
  }
}

interface Measured {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Of everything that went by. */
  measure(): { readonly hash: string; readonly size: number };
}

function measured(pieces: AsyncIterable<Uint8Array>): Measured {
  const digest = createHash('sha256');
  let size = 0;
  const through = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      digest.update(piece);
      size += piece.length;
      yield piece;
    }
  };
  return { pieces: through(), measure: () => ({ hash: digest.digest('hex'), size }) };
}

async function writeStream(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = openSync(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) writeAll(file, piece);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
