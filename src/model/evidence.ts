/** Where bytes lie: in a file of their own, or in a slice of an append-only pack. */
export type Place =
  { readonly in: 'object' } | { readonly in: 'pack'; readonly pack: string; readonly offset: number };

/**
 * How the bytes of a piece of evidence are stored: as they were collected, or sealed (age-encryption.org/v1) with the
 * hash and length of what lies there, so that it can be checked by somebody who cannot open it.
 */
export type Storage =
  Place | { readonly in: 'age'; readonly at: Place; readonly sha256: string; readonly size: number };

/** Bytes as they lie in the store. */
export interface StoredSlice {
  readonly at: Place;
  /** Hash and length of the bytes that lie there. */
  readonly sha256: string;
  readonly size: number;
}

/** Where the bytes of a record lie, and what must be found there. */
export function storedSlice({
  storage,
  sha256,
  size,
}: Pick<CustodyRecord, 'storage' | 'sha256' | 'size'>): StoredSlice {
  return storage.in === 'age' ? storage : { at: storage, sha256, size };
}

/** One line of a custody manifest (FACTS section 8): what was collected, from where, and its hash. */
export interface CustodyRecord {
  readonly sha256: string;
  /** Bytes as collected. */
  readonly size: number;
  readonly storage: Storage;
  /** Where it came from: a path as given, or the name of a derived result. */
  readonly source: string;
  /** Modification time of the source, ISO 8601 UTC, where it has one. */
  readonly modified: string | null;
}

/** The journal's record of a batch of evidence. */
export interface EvidenceBatch {
  /** SHA-256 of the manifest; also its file name under `evidence/manifests/`. */
  readonly manifest: string;
  /** The collector that brought it: `local-files`, `step-result` … */
  readonly collector: string;
  readonly files: number;
  /** Bytes of content that were new to the case. */
  readonly bytes: number;
  /** What was stored, so that `verify` can tell a missing pack from one never written. */
  readonly pack: { readonly name: string; readonly size: number } | null;
  readonly startedAt: string;
  readonly endedAt: string;
}
