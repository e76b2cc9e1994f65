import type { JsonObject } from '../base/json.ts';
import type { CloudAnswer, CloudCall } from '../model/cloud-call.ts';
import type { Narrowing } from '../model/collection.ts';
import type { CoverageEntry } from '../model/coverage.ts';
import type { RaisedFinding } from '../model/finding.ts';
import type { CallOptions, CloudReader } from './cloud.ts';

/** What a collector works with. */
export interface CollectContext {
  readonly account: string;
  /** The Region it collects from. */
  readonly region: string;
  /** Both ends ISO 8601 UTC. */
  readonly window: CollectWindow;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Of event history only these events are wanted. */
  readonly narrowing?: Narrowing;
  readonly reader: CloudReader;
  /** A read whose body is kept byte for byte, in the collector's Region unless another is named. @throws CloudError */
  readonly fetch: (
    call: Omit<CloudCall, 'region'> & Partial<Pick<CloudCall, 'region'>>,
    options?: Pick<CallOptions, 'follow' | 'signal'>,
  ) => Promise<CloudAnswer & { readonly raw: Uint8Array }>;
  /** Lets so many milliseconds pass. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /**
   * Runs work that leaves something running in the account where the program is told to leave in the middle. `end` ends
   * it there, at the latest when the signal aborts, and says what came of that; null = there was nothing to end.
   * @throws InterruptedError when the program is on its way out
   */
  readonly endedAtLeaving: <T>(
    work: () => Promise<T>,
    end: (signal: AbortSignal) => Promise<string | null>,
  ) => Promise<T>;
  /** What the case has already. */
  readonly kept: KeptEvidence;
  /** The mark of the last pages that were kept before an interruption; null at the beginning. */
  readonly mark: JsonObject | null;
}

export interface CollectWindow {
  readonly from: string;
  readonly to: string;
}

/** A thing that may be in evidence already, as its source describes it. */
export interface SourceStamp {
  readonly source: string;
  readonly size: number;
  readonly modified: string | null;
}

/** Evidence that collectors kept, of this collection or an earlier one. */
export interface KeptEvidence {
  /** Whether the very thing (same source, size and time) is kept: it need not be fetched again. */
  has(stamp: SourceStamp): Promise<boolean>;
  /** What one collector kept whose source begins so. The latest of each source comes last. */
  records(collector: string, sourcePrefix: string): AsyncIterable<SourceStamp & { readonly sha256: string }>;
  read(sha256: string): Promise<Uint8Array>;
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
  | { readonly kind: 'coverage'; readonly entry: CoverageEntry }
  /** What comparing sources with each other showed. */
  | { readonly kind: 'finding'; readonly finding: RaisedFinding & { readonly why: string } };

/** What collecting from a Region will take, as far as a look at its sources tells. Nothing is kept of that look. */
export interface Forecast {
  /** How many calls of each operation, as `client:Operation`. */
  readonly calls: Readonly<Record<string, number>>;
  /** Pieces of evidence that come. */
  readonly pieces: number;
  /** Bytes that come; null = not told beforehand. */
  readonly bytes: number | null;
  /** Counted; otherwise reckoned from a part, or at least so much. */
  readonly exact: boolean;
  /** How many of an operation's calls are under way at once, where it is more than one. */
  readonly atOnce: Readonly<Record<string, number>>;
  /** What is refused or off, and what costs. */
  readonly notes: readonly string[];
}

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
  /** Its documents are prompts and answers, which a case with recipients keeps sealed. */
  readonly holdsContent?: true;
  /** It runs only where it is asked for by name, because it costs and brings nothing that the others do not. */
  readonly onDemand?: true;
  /** Once in the home Region, in every Region side by side, or, where pieces are large, in one Region after the other. */
  readonly where: 'home' | 'every-region' | 'region-by-region';
  /** Operations it reads with, as `client:Operation`. */
  readonly reads: readonly string[];
  collect(context: CollectContext): AsyncGenerator<Collected>;
  /** What `collect` would take, by the same reads and far fewer of them. @throws CloudError */
  forecast(context: CollectContext): Promise<Forecast>;
}
