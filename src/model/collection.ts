import type { JsonObject } from '../base/json.ts';
import type { CoverageEntry } from './coverage.ts';

export interface CollectionPlanned {
  readonly account: string;
  /** What the account is called; null = it has no alias, or it may not be read. */
  readonly alias?: string | null;
  readonly regions: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly collectors: readonly string[];
  /** Regions that could not be listed, or anything else that narrows what is collected. */
  readonly limits: readonly string[];
}

export interface CollectionAdvanced {
  readonly collector: string;
  readonly account: string;
  readonly region: string;
  /** Where to go on; null = at the beginning. */
  readonly mark: JsonObject | null;
  readonly done: boolean;
  readonly coverage: readonly CoverageEntry[];
}
