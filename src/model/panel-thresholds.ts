import type { PanelId, Threshold } from './overview.ts';

/** The thresholds of the published guide to monitoring AI in the cloud. */
export const PANEL_THRESHOLDS = {
  'guardrail-blocks': { warning: 10, critical: 50 },
  'tokens-by-identity': { warning: 500_000, critical: 2_000_000 },
  'error-rate': { warning: 0.05, critical: 0.15 },
  'cost-per-hour': { warning: 50, critical: 200 },
  'access-denied': { warning: 20, critical: 100 },
} as const satisfies Partial<Record<PanelId, Threshold>>;

/** A rate of fewer calls than this says little: one refusal among three is no campaign. */
export const ENOUGH_CALLS = 10;

/** Of the guide's alert rules: what has to be exceeded, and within how many seconds. */
export const ALERT_THRESHOLDS = {
  /** Prompt injection campaign: requests of one caller that a guardrail stepped in on. */
  interventions: { above: 10, seconds: 300 },
  /** Denial of wallet: US dollars. */
  cost: { above: 100, seconds: 3600 },
} as const;
