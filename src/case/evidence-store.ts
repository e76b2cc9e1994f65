import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { flushFolder, writeDurably } from '../base/durable-file.ts';
import { IntegrityError, InternalError, InterruptedError } from '../base/errors.ts';
import { sha256 } from '../base/hashing.ts';
import type { CustodyRecord, EvidenceBatch, Storage } from '../model/evidence.ts';
import type { EvidenceWriter } from '../ports/case-store.ts';
import { writeAll } from './journal.ts';

/** Where evidence lies, below the case folder. */
export const EVIDENCE_FOLDERS = {
  packs: 'evidence/packs',
  objects: 'evidence/objects',
  manifests: 'evidence/manifests',
} as const;

const flush = promisify(fsync);

interface Given {
  readonly source: string;
  readonly modified: string | null;
}

/** Original bytes under their SHA-256: small ones in packs, one pack a batch; large ones as files of their own. */
export class EvidenceStore {
  readonly #folder: string;
  readonly #index = new Map<string, { readonly storage: Storage; readonly size: number }>();
  /** Content on its way in with any writer: another batch must not bring it into the lake again. */
  readonly #pending = new Set<string>();

  constructor(folder: string, batches: readonly EvidenceBatch[]) {
    this.#folder = folder;
    for (const batch of batches) {
      for (const record of readManifest(folder, batch.manifest))
        this.#index.set(record.sha256, { storage: record.storage, size: record.size });
    }
  }

  has(hash: string): boolean {
    return this.#index.has(hash);
  }

  /** @param store called when everything is on disk: journals the batch */
  writer(
    collector: string,
    now: () => string,
    store: (batch: EvidenceBatch) => void,
  ): EvidenceWriter & { abandon(): void } {
    for (const place of Object.values(EVIDENCE_FOLDERS))
      mkdirSync(join(this.#folder, place), { recursive: true, mode: 0o700 });
    return new BatchWriter({
      folder: this.#folder,
      index: this.#index,
      pending: this.#pending,
      collector,
      now,
      store,
    });
  }

  /** Reads evidence back piece by piece; whole packs are never read. */
  async *read(hash: string): AsyncGenerator<Uint8Array> {
    const found = this.#index.get(hash);
    if (found === undefined)
      throw new IntegrityError(`evidence ${hash} is not in the case`, {
        fix: 'run heptad verify on the case',
      });
    yield* readStored(this.#folder, hash, found);
  }
}

/** Bytes at a place in the store, in pieces of up to 4 MiB. */
export function* readStored(
  folder: string,
  hash: string,
  at: { readonly storage: Storage; readonly size: number },
): Generator<Buffer> {
  const path =
    at.storage.in === 'object'
      ? join(folder, EVIDENCE_FOLDERS.objects, hash)
      : join(folder, EVIDENCE_FOLDERS.packs, at.storage.pack);
  const file = openSync(path, 'r');
  try {
    let position = at.storage.in === 'object' ? 0 : at.storage.offset;
    let left = at.size;
    while (left > 0) {
      const piece = Buffer.allocUnsafe(Math.min(left, 4 << 20));
      const read = readSync(file, piece, 0, piece.length, position);
      if (read === 0) return;
      yield piece.subarray(0, read);
      position += read;
      left -= read;
    }
  } finally {
    closeSync(file);
  }
}

export function readManifest(folder: string, hash: string): readonly CustodyRecord[] {
  const text = readFileSync(join(folder, EVIDENCE_FOLDERS.manifests, `${hash}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CustodyRecord);
}

interface WriterContext {
  readonly folder: string;
  readonly index: Map<string, { readonly storage: Storage; readonly size: number }>;
  readonly pending: Set<string>;
  readonly collector: string;
  readonly now: () => string;
  readonly store: (batch: EvidenceBatch) => void;
}

class BatchWriter implements EvidenceWriter {
  readonly #context: WriterContext;
  readonly #records: CustodyRecord[] = [];
  readonly #startedAt: string;
  readonly #own = new Map<string, { readonly storage: Storage; readonly size: number }>();
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

  add(given: Given, bytes: Uint8Array): { readonly sha256: string; readonly seen: boolean } {
    const hash = sha256(bytes);
    const known = this.#context.index.get(hash) ?? this.#own.get(hash);
    const seen = this.#seen(hash);
    const storage: Storage = known?.storage ?? { in: 'pack', pack: this.#packName, offset: this.#packSize };
    if (known === undefined) {
      this.#pack ??= openSync(this.#packPath('.tmp'), 'wx', 0o600);
      writeAll(this.#pack, bytes);
      this.#packSize += bytes.length;
      this.#newBytes += bytes.length;
    }
    this.#record(given, { hash, size: bytes.length, storage });
    return { sha256: hash, seen };
  }

  async addStream(
    given: Given,
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly sha256: string; readonly seen: boolean }> {
    const temporary = join(this.#context.folder, EVIDENCE_FOLDERS.objects, `${randomUUID()}.tmp`);
    const file = openSync(temporary, 'wx', 0o600);
    const digest = createHash('sha256');
    let size = 0;
    try {
      for await (const piece of pieces) {
        digest.update(piece);
        writeAll(file, piece);
        size += piece.length;
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    const hash = digest.digest('hex');
    const known = this.#context.index.get(hash) ?? this.#own.get(hash);
    const seen = this.#seen(hash);
    if (known === undefined)
      renameSync(temporary, join(this.#context.folder, EVIDENCE_FOLDERS.objects, hash));
    else rmSync(temporary);
    if (known === undefined) this.#newBytes += size;
    this.#objects ||= known === undefined;
    this.#record(given, { hash, size, storage: known?.storage ?? { in: 'object' } });
    return { sha256: hash, seen };
  }

  async commit(): Promise<void> {
    if (this.#records.length === 0) return;
    if (this.#pack !== null) {
      // Beside the main thread: another batch goes on meanwhile.
      await flush(this.#pack);
      if (this.#abandoned) throw new InterruptedError('the case was closed while evidence was being flushed');
      closeSync(this.#pack);
      renameSync(this.#packPath('.tmp'), this.#packPath(''));
      flushFolder(join(this.#context.folder, EVIDENCE_FOLDERS.packs));
    }
    if (this.#objects) flushFolder(join(this.#context.folder, EVIDENCE_FOLDERS.objects));
    const manifest = this.#records.map((record) => `${JSON.stringify(record)}\n`).join('');
    const hash = sha256(manifest);
    const path = join(this.#context.folder, EVIDENCE_FOLDERS.manifests, `${hash}.jsonl`);
    if (!existsSync(path)) writeDurably(path, manifest);
    this.#context.store(this.#batch(hash));
    this.#pack = null;
    for (const [sha, place] of this.#own)
      if (!this.#context.index.has(sha)) this.#context.index.set(sha, place);
    this.#records.length = 0;
  }

  /** Leaves the batch unfinished: its files stay unlisted and are set aside when the case is opened again. */
  abandon(): void {
    this.#abandoned = true;
    if (this.#pack !== null) closeSync(this.#pack);
    this.#pack = null;
  }

  /** Whether the content is in the case or on its way; from now on it is. */
  #seen(hash: string): boolean {
    const seen = this.#context.index.has(hash) || this.#context.pending.has(hash);
    this.#context.pending.add(hash);
    return seen;
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

  #record(
    { source, modified }: Given,
    { hash, size, storage }: { readonly hash: string; readonly size: number; readonly storage: Storage },
  ): void {
    this.#records.push({ sha256: hash, size, storage, source, modified });
    this.#own.set(hash, { storage, size });
  }

  #packPath(suffix: string): string {
    return join(this.#context.folder, EVIDENCE_FOLDERS.packs, `${this.#packName}${suffix}`);
  }
}
