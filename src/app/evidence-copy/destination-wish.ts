import { UserError } from '../../base/errors.ts';
import type { DestinationWish } from '../../model/evidence-copy.ts';

/** What was said about copying evidence: a place, `end` (copy no more), or nothing (as before). */
export type EvidenceWish = DestinationWish | 'end' | null;

export interface EvidenceOptions {
  readonly evidence?: string;
  readonly evidenceProfile?: string;
  readonly legalHold?: boolean;
}

/** @throws UserError */
export function evidenceWish({
  evidence,
  evidenceProfile,
  legalHold = false,
}: EvidenceOptions): EvidenceWish {
  if (evidence === undefined) {
    if (evidenceProfile === undefined && !legalHold) return null;
    throw new UserError('it is not said where the evidence goes', {
      fix: 'name the bucket too: --evidence s3://BUCKET/PREFIX',
    });
  }
  if (evidence === 'none') return 'end';
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(evidence) ?? [];
  if (bucket === undefined)
    throw new UserError(`--evidence: '${evidence}' is no place in S3`, {
      fix: 'write it as s3://BUCKET or s3://BUCKET/PREFIX, or none to copy no more',
    });
  const trimmed = prefix.replace(/\/+$/, '');
  return {
    bucket,
    prefix: trimmed === '' ? '' : `${trimmed}/`,
    profile: evidenceProfile ?? null,
    legalHold,
  };
}
