import type { ModelPrice } from './model-prices.ts';

/** What an organization says about itself in `org.yaml` (schemas/org.schema.json). Members left out are empty. */
export interface Organization {
  /** ARNs that must never be contained; `none` = there are none; null = the file does not say. */
  readonly breakGlass: readonly string[] | 'none' | null;
  readonly incidentResponseRoles: readonly string[];
  /** Buckets that evidence goes to. */
  readonly evidenceBuckets: readonly string[];
  /** age recipients for whom prompts and answers of every case are sealed. */
  readonly sealFor: readonly string[];
  /** ARNs of who writes the copy of a case's evidence; no member of the file. */
  readonly evidenceWriters?: readonly string[];
  /** Two people have to approve a change. */
  readonly twoPerson: boolean;
  /** Who may approve a plan by a signature, from a machine that has no part in the case. */
  readonly approvers: readonly Approver[];
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

/** A person who approves by signature. */
export interface Approver {
  readonly name: string;
  /** `ed25519:` and the 32 bytes as base64url, as `heptad approve --make-key` prints it. */
  readonly publicKey: string;
  /** The person's AWS identities: ARNs of users and roles. Whoever approved with one of them is no second person. */
  readonly identities?: readonly string[];
}

export const NO_ORGANIZATION: Organization = {
  breakGlass: null,
  incidentResponseRoles: [],
  evidenceBuckets: [],
  sealFor: [],
  twoPerson: false,
  approvers: [],
  deployment: [],
  egress: [],
  approvedModels: [],
  approvedRegions: [],
  modelPrices: {},
  sha256: null,
};
