import type { Budget, NotificationWithSubscribers } from '@aws-sdk/client-budgets';

/** A budget, and at what it tells whom. */
export interface KeptBudget {
  readonly budget: Budget;
  readonly notifications: readonly NotificationWithSubscribers[];
}

/** Budgets of the account, by name: they have no Region. */
export type BudgetsState = Map<string, KeptBudget>;
