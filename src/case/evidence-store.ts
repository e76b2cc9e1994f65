import { closeSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { IntegrityError, UserError } from '../base/errors.ts';
import { type CustodyRecord, type EvidenceBatch, storedSlice, type StoredSlice } from '../model/evidence.ts';
import type { EvidenceWriter } from '../ports/case-store.ts';
import type { Opener, Sealer } from '../ports/seal.ts';
import { BatchWriter, type Kept } from './batch-writer.ts';
import { EVIDENCE_FOLDERS } from './evidence-folders.ts';

/** Original bytes under their SHA-256: small ones in packs, one pack a batch; large ones as files of their own. */
export class EvidenceStore {
  readonly #folder: string;
  readonly #index = new Map<string, Kept>();
  readonly #objects = new Set<string>();
  readonly #pending = new Set<string>();
  readonly #opener: Opener | null;

  /** @param opener opens what is sealed; null = sealed evidence cannot be read here */
  constructor(folder: string, batches: readonly EvidenceBatch[], opener: Opener | null) {
    this.#folder = folder;
    this.#opener = opener;
    for (const batch of batches) {
      for (const record of readManifest(folder, batch.manifest)) {
        this.#index.set(record.sha256, { storage: record.storage, size: record.size });
        const { at, sha256 } = storedSlice(record);
        if (at.in === 'object') this.#objects.add(sha256);
      }
    }
  }

  /** Whether a file of this name among the objects is one the case knows. */
  hasObject(name: string): boolean {
    return this.#objects.has(name);
  }

  /** @param store called when everything is on disk: journals the batch */
  writer(
    by: { readonly collector: string; readonly now: () => string; readonly sealer: Sealer | null },
    store: (batch: EvidenceBatch) => void,
  ): EvidenceWriter & { abandon(): void } {
    for (const place of Object.values(EVIDENCE_FOLDERS))
      mkdirSync(join(this.#folder, place), { recursive: true, mode: 0o700 });
    return new BatchWriter({
      folder: this.#folder,
      index: this.#index,
      pending: this.#pending,
      ...by,
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
    const slice = storedSlice({ ...found, sha256: hash });
    if (found.storage.in !== 'age') return yield* readStored(this.#folder, slice);
    if (this.#opener === null) throw sealedEvidence(hash);
    yield await openStored(this.#folder, slice, this.#opener);
  }
}

/** The plain bytes of a sealed slice, in memory. */
export async function openStored(folder: string, slice: StoredSlice, opener: Opener): Promise<Uint8Array> {
  return opener.open(Buffer.concat([...readStored(folder, slice)]));
}

/** Bytes at a place in the store, in pieces of up to 4 MiB. */
export function* readStored(folder: string, { at, sha256, size }: StoredSlice): Generator<Buffer> {
  const path =
    at.in === 'object'
      ? join(folder, EVIDENCE_FOLDERS.objects, sha256)
      : join(folder, EVIDENCE_FOLDERS.packs, at.pack);
  const file = openSync(path, 'r');
  try {
    let position = at.in === 'object' ? 0 : at.offset;
    let left = size;
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

function sealedEvidence(hash: string): UserError {
  return new UserError(`evidence ${hash.slice(0, 12)}… is sealed`, {
    why: 'it holds prompts or answers, and no key was given',
    fix: 'give --open REASON --identity FILE, with the key of one of the recipients',
  });
}
