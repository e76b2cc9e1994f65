import type { JsonObject } from '../base/json.ts';
import type { CloudAnswer, CloudCall } from '../model/cloud-call.ts';
import type { CoverageEntry } from '../model/coverage.ts';
import type { CloudReader } from './cloud.ts';

/** What a collector works with. */
export interface CollectContext {
  readonly account: string;
  /** The Region it collects from. */
  readonly region: string;
  /** Both ends ISO 8601 UTC. */
  readonly window: CollectWindow;
  readonly reader: CloudReader;
  /** A read whose body is kept byte for byte. @throws CloudError */
  readonly fetch: (call: Omit<CloudCall, 'region'>) => Promise<CloudAnswer & { readonly raw: Uint8Array }>;
  /** The mark of the last pages that were kept before an interruption; null at the beginning. */
  readonly mark: JsonObject | null;
}

export interface CollectWindow {
  readonly from: string;
  readonly to: string;
}

/** What a collector gives, piece by piece. */
export type Collected =
  /** Evidence: bytes as they came. `mark` says where to go on once they are kept; null = nowhere in particular. */
  | {
      readonly kind: 'evidence';
      readonly source: string;
      readonly bytes: Uint8Array;
      readonly modified: string | null;
      readonly mark: JsonObject | null;
    }
  /** What was seen of a source in the end, for the part of the window it was seen in. */
  | { readonly kind: 'coverage'; readonly entry: CoverageEntry };

/**
 * Brings logs or configuration of one Region in as evidence. It only reads, and whatever it could not read it says in
 * its coverage: an empty answer is never taken for an empty source.
 */
export interface Collector {
  /** `cloudtrail-event-history`: also the name of its batches of evidence. */
  readonly id: string;
  readonly title: string;
  /** Whether its evidence is logs for the lake, or documents that are kept as they are. */
  readonly gives: 'logs' | 'documents';
  /** Once in the home Region, or in every Region. */
  readonly where: 'home' | 'every-region';
  /** Operations it reads with, as `client:Operation`. */
  readonly reads: readonly string[];
  collect(context: CollectContext): AsyncGenerator<Collected>;
}
