import type { AnomalyMonitor, AnomalySubscription } from '@aws-sdk/client-cost-explorer';

/** Cost Explorer's watch for anomalies: monitors and subscriptions by ARN. They have no Region. */
export interface AnomalyState {
  readonly monitors: Map<string, AnomalyMonitor>;
  readonly subscriptions: Map<string, AnomalySubscription>;
}

export function newAnomalyState(): AnomalyState {
  return { monitors: new Map(), subscriptions: new Map() };
}
