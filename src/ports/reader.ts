import type { Json } from '../base/json.ts';

/** The tables a reader's records can go to. */
export type LakeTable =
  'cloudtrail' | 'bedrock_invocations' | 'bedrock_bodies' | 'azure_events' | 'google_events';

/** The beginning of a file, uncompressed, as far as a reader needs it to tell what the file is. */
export interface Head {
  /** Where the file lay, with `/`. For the few kinds whose place is part of their meaning; never its name alone. */
  readonly path: string;
  /** Up to 64 KiB of text, cut at a character. */
  readonly text: string;
  /** The first record, parsed, where the head holds it whole: a top-level object, or an array's first element. */
  readonly first: Json | undefined;
  /** The top level: `{"Records":[…]}` and its kin, a bare array, values one after another, or none of these. */
  readonly framing: Framing;
}

export type Framing =
  /** An object whose `member` is the array of records. */
  | { readonly kind: 'envelope'; readonly member: string }
  | { readonly kind: 'array' }
  /** One or more JSON values, one after another: lines, or a single document. */
  | { readonly kind: 'values' }
  | { readonly kind: 'not-json' };

/**
 * Recognises one kind of file and says how its records become rows. A reader is data: spans of records are found by
 * the lake, and only kinds whose records are not rows as they stand have a `rewrite`.
 */
export interface Reader {
  /** `cloudtrail`, `cloudtrail-lookup-events`, `bedrock-invocations`, `cloudtrail-digest` … */
  readonly id: string;
  /** What it is, for `logs coverage`: `CloudTrail digest file`. */
  readonly title: string;
  /** Where the rows go; null = recognised, kept as evidence and set aside. */
  readonly table: LakeTable | null;
  recognise(head: Head): boolean;
  /** Where the records are not what the top level suggests: `values` = each top-level value is one record. */
  readonly framing?: 'values';
  /** Turns one record into the table's own shape. Without it, the record's bytes are the row's JSON. */
  readonly rewrite?: (record: RecordBytes) => Rewritten;
}

export interface RecordBytes {
  readonly text: string;
  readonly path: string;
}

/** Rows (each as JSON text in the table's shape; usually one), or why there is none. */
export type Rewritten =
  | { readonly ok: true; readonly rows: readonly string[]; readonly problems: readonly string[] }
  | { readonly ok: false; readonly problem: string };
