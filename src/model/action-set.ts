import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';

/** Plans that are to be approved together and run back to back, in this order. */
export interface SetPlanned {
  /** Journal entries of the plans. */
  readonly plans: readonly number[];
  readonly account: string;
  readonly setSha256: string;
}

/** What was said of a set: it holds for each of its plans. */
export interface SetDecided {
  /** The journal entry of the set. */
  readonly set: number;
  readonly decision: 'approved' | 'declined';
  /** The hash that was approved: exactly these plans, in this order. */
  readonly setSha256: string;
  readonly how: string;
  readonly why: string | null;
}

export interface ActionSet extends SetPlanned {
  readonly seq: number;
}

/** What the approval of a set covers: exactly these plans by their hashes, in this order. */
export function setSha256(account: string, planHashes: readonly string[]): string {
  return sha256(canonicalJson({ account, plans: planHashes }));
}
