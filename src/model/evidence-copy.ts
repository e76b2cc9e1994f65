/** Where evidence is to be copied to, as a responder names it. */
export interface DestinationWish {
  readonly bucket: string;
  /** What every key begins with; empty, or ending in a slash. */
  readonly prefix: string;
  /** The profile whose credentials write there; null = the SDK's own choice. */
  readonly profile: string | null;
  readonly legalHold: boolean;
}

/** Where the evidence of a case is copied to, as it was found when it was last reached. */
export interface EvidenceDestination extends DestinationWish {
  /** The account of those credentials; every call expects it to own the bucket. */
  readonly account: string;
  readonly arn: string;
  readonly label: 'REAL' | 'SIMULATED';
  /** Of the bucket. */
  readonly region: string;
  /** Stands in the user agent of every call. */
  readonly token: string;
  readonly objectLock: ObjectLock;
  readonly versioning: 'Enabled' | 'off' | 'unknown';
}

/** Whether what lies in the bucket can be deleted. */
export type ObjectLock =
  | { readonly status: 'on'; readonly retention: string | null }
  | { readonly status: 'off' }
  /** It could not be looked up. */
  | { readonly status: 'unknown'; readonly why: string };

/** A file of the case that lies at the destination: its hash was read back from there. */
export interface CopiedFile {
  /** Below the case folder: `evidence/packs/…`, `evidence/objects/…`, `evidence/manifests/…`; or a name of the copy's own. */
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly versionId: string | null;
}

/** The journal's head at the time of a copy. */
export interface CopiedHead {
  readonly seq: number;
  readonly hash: string;
}

export interface EvidenceCopied {
  readonly files: readonly CopiedFile[];
  /** The head that lies there now; null = none was put with these. */
  readonly head: CopiedHead | null;
}

/** The copying of a case's evidence: a fold over its journal. */
export interface EvidenceCopy {
  readonly destination: EvidenceDestination;
  readonly confirmed: readonly CopiedFile[];
  readonly head: (CopiedHead & { readonly at: string }) | null;
  /** Why no more is copied; null = it goes on. */
  readonly ended: string | null;
}

/** `s3://example-evidence/cases/`. */
export function destinationText({ bucket, prefix }: Pick<EvidenceDestination, 'bucket' | 'prefix'>): string {
  return `s3://${bucket}/${prefix}`;
}

/** What the bucket does against deletion, in words. */
export function lockText({ objectLock: lock, legalHold }: EvidenceDestination): string {
  const hold = legalHold ? ', each file under a legal hold' : '';
  switch (lock.status) {
    case 'on':
      return `Object Lock on (${lock.retention ?? 'no default retention: what has no hold can be deleted'})${hold}`;
    case 'off':
      return 'NO Object Lock: whoever may delete in that bucket can delete the copy';
    case 'unknown':
      return `Object Lock unknown (${lock.why})${hold}`;
  }
}
