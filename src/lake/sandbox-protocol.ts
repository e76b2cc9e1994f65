import type { Column, Row } from '../model/row.ts';
import type { SqlFault } from '../model/sql-fault.ts';
import type { BoundValue } from '../ports/lake.ts';

/** What the engine is opened with. Nothing of it can be changed by a query. */
export interface SandboxConfig {
  /** Our own SQL, run before the engine is locked: views over explicit lists of parts. */
  readonly setup: readonly string[];
  /** The files the engine may open after it is locked. */
  readonly allowedPaths: readonly string[];
  /** `1GB`, `512MB` (powers of 1,000). */
  readonly memoryLimit: string;
  /** Where large sorts may spill; null = nowhere. */
  readonly tempDirectory: string | null;
  /** Sealed content that was opened: JSON arrays of rows, which stand in the engine's memory alone. */
  readonly opened?: readonly Uint8Array[];
}

/** One statement in Athena SQL, its values in the order of its `?`. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly BoundValue[];
  readonly rowLimit: number;
}

export type Request =
  | { readonly do: 'open'; readonly config: SandboxConfig }
  | { readonly do: 'query'; readonly id: number; readonly statement: Statement }
  | { readonly do: 'check'; readonly id: number; readonly statement: Statement }
  | { readonly do: 'interrupt' };

export interface Rows {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly truncated: boolean;
  readonly ms: number;
  /** Whether the rows depend on prompts or answers, and the columns whose text may be made of them. */
  readonly content: { readonly reads: boolean; readonly columns: readonly string[] };
}

/** How a request ended, as values: an error would lose its shape on the way between processes. */
export type Outcome =
  | { readonly kind: 'rows'; readonly rows: Rows }
  | { readonly kind: 'columns'; readonly columns: readonly Column[]; readonly differs: readonly SqlFault[] }
  | { readonly kind: 'faults'; readonly faults: readonly SqlFault[] }
  | { readonly kind: 'interrupted' }
  /** The engine met a fault of its own, and answers nothing more that can be relied on. */
  | { readonly kind: 'broken'; readonly what: string };

export type Reply =
  | { readonly kind: 'open' }
  | { readonly kind: 'not-open'; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome }
  /** The last words of a worker that grew beyond its memory. */
  | { readonly kind: 'out-of-memory' };
