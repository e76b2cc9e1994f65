import type { ModelPrice } from './model-prices.ts';

/** What an organization says about itself in `org.yaml` (schemas/org.schema.json). Members left out are empty. */
export interface Organization {
  /** ARNs that must never be contained; `none` = there are none; null = the file does not say. */
  readonly breakGlass: readonly string[] | 'none' | null;
  readonly incidentResponseRoles: readonly string[];
  /** Buckets that evidence goes to. */
  readonly evidenceBuckets: readonly string[];
  /** Two people have to approve a change. */
  readonly twoPerson: boolean;
  /** ARNs of deployment and pipeline principals. */
  readonly deployment: readonly string[];
  readonly egress: readonly string[];
  readonly approvedModels: readonly string[];
  readonly approvedRegions: readonly string[];
  /** US dollars for a million tokens, by model id; they stand before the table of prices. */
  readonly modelPrices: Readonly<Record<string, ModelPrice>>;
  /** SHA-256 of the file, or null without one. */
  readonly sha256: string | null;
}

export const NO_ORGANIZATION: Organization = {
  breakGlass: null,
  incidentResponseRoles: [],
  evidenceBuckets: [],
  twoPerson: false,
  deployment: [],
  egress: [],
  approvedModels: [],
  approvedRegions: [],
  modelPrices: {},
  sha256: null,
};
