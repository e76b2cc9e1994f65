import type { PanelUnit } from './panel-unit.ts';
import { accessDenied } from './panels/access-denied.ts';
import { costPerHour } from './panels/cost-per-hour.ts';
import { deploymentChanges } from './panels/deployment-changes.ts';
import { errorRate } from './panels/error-rate.ts';
import { guardrailBlocks } from './panels/guardrail-blocks.ts';
import { suspiciousPrompts } from './panels/suspicious-prompts.ts';
import { tokensByIdentity } from './panels/tokens-by-identity.ts';
import { uniqueCallers } from './panels/unique-callers.ts';

/** The eight panels of the published guide to monitoring AI in the cloud, in its order. */
export const PANELS: readonly PanelUnit[] = [
  guardrailBlocks,
  tokensByIdentity,
  uniqueCallers,
  errorRate,
  costPerHour,
  suspiciousPrompts,
  deploymentChanges,
  accessDenied,
];
