/** How the bytes of a piece of evidence are stored: a file of its own, or a slice of an append-only pack. */
export type Storage =
  { readonly in: 'object' } | { readonly in: 'pack'; readonly pack: string; readonly offset: number };

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
