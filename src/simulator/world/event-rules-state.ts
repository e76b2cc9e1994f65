import type { Rule, Target } from '@aws-sdk/client-eventbridge';

/** The event bus that every account has. */
export const DEFAULT_BUS = 'default';

/** A rule of the default bus, and what it hands events to, by the target's id. */
export interface EventRule {
  rule: Rule;
  readonly targets: Map<string, Target>;
}

/** EventBridge in one Region: the rules of the default bus, by name. No event ever comes. */
export type EventRulesState = Map<string, EventRule>;
