import type { CoverageEntry } from '../model/coverage.ts';
import type { Column, Row } from '../model/row.ts';
import type { Scope } from '../model/scope.ts';
import type { SqlFault } from '../model/sql-fault.ts';

export type { SqlFault };

export type BoundValue = string | number | boolean | null;

/** One read-only statement in Athena SQL over `cloudtrail`, `bedrock_invocations`, `azure_events`, `google_events` and `ingest_problems`. */
export interface QueryRequest {
  readonly sql: string;
  /** By name, for the `:name` parameters; every name must be there. */
  readonly params: Readonly<Record<string, BoundValue>>;
  readonly scope: Scope;
  /** Rows beyond this are not delivered; `truncated` says so. Default 10,000. */
  readonly rowLimit?: number;
  /** After this many milliseconds the statement is interrupted, and killed if it does not stop. Default 60,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface QueryResult {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly truncated: boolean;
  readonly ms: number;
  /** The rows depend on prompts or answers that are sealed: those were NULL, and nothing can be said of them. */
  readonly withheld: boolean;
}

/** The part of the lake that can be asked. Queries fail with a `UserError` that says what to change. */
export interface QueryLake {
  query(request: QueryRequest): Promise<QueryResult>;
  /** Whether the statement would be accepted, without running it; and its result columns. */
  check(sql: string): Promise<SqlCheck>;
  close(): Promise<void>;
}

export type SqlCheck =
  /** `differs`: what runs here, and Athena would refuse or read otherwise. */
  | { readonly ok: true; readonly columns: readonly Column[]; readonly differs?: readonly SqlFault[] }
  | { readonly ok: false; readonly faults: readonly SqlFault[] };

/** One file on its way into the lake. */
export interface SourceFile {
  readonly path: string;
  readonly size: number;
  /** Modification time, ISO 8601 UTC; empty where it is not known. */
  readonly modified: string;
  /** A symbolic link: it is accounted for and not followed. */
  readonly link?: true;
}

/**
 * A batch of files. The lake opens each once, in order; the giver hashes and keeps the bytes as it hands them over,
 * and `commit` makes them durable. The lake publishes its part only after that.
 */
export interface SourceBatch {
  readonly files: readonly SourceFile[];
  /** Reads a whole file. Throws the file system's own error when it cannot. */
  open(index: number): { readonly sha256: string; readonly bytes: Uint8Array; readonly seen: boolean };
  /** Takes in a file too large for memory, piece by piece. */
  keep(index: number): Promise<{ readonly sha256: string; readonly seen: boolean }>;
  /** The bytes of a file that `keep` took in. */
  stream(index: number): AsyncIterable<Uint8Array>;
  commit(): Promise<void>;
}

export interface IngestProgress {
  readonly files: number;
  readonly bytes: number;
  readonly rows: number;
}

/** What became of one path, as `logs coverage` tells it. */
export interface FileAccount {
  readonly path: string;
  readonly sha256: string | null;
  readonly size: number;
  readonly reader: string;
  readonly status: FileStatus;
  readonly records: number;
  readonly problems: number;
  readonly detail: string;
}

/**
 * `read`: every record became a row (or counts as a duplicate). `partial`: some did. `empty`: a log without records.
 * `identical`: the same bytes were read under another path. `set-aside`: recognised, not a log heptad reads.
 * `unrecognised`: nothing heptad knows. `unreadable`: no record could be read.
 */
export type FileStatus =
  'read' | 'partial' | 'empty' | 'identical' | 'set-aside' | 'unrecognised' | 'unreadable';

export interface LakeSummary {
  /** CloudTrail events, and records of other clouds' logs. */
  readonly events: number;
  readonly invocations: number;
  readonly problems: number;
  readonly files: number;
  readonly coverage: readonly CoverageEntry[];
}

export function accountKey(path: string, sha256: string): string {
  return `${sha256} ${path}`;
}

/** The lake of a case. */
export interface Lake extends QueryLake {
  /** Brings batches in; each is published whole or not at all. */
  ingest(batches: AsyncIterable<SourceBatch>, onProgress: (progress: IngestProgress) => void): Promise<void>;
  /** The paths and hashes of the files it has accounts of, each as `accountKey`. */
  accounted(): Promise<ReadonlySet<string>>;
  /** Completes derived tables after ingest, and judges coverage. */
  settle(): Promise<LakeSummary>;
  files(): Promise<readonly FileAccount[]>;
}
