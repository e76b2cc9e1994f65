import type { Budget } from '@aws-sdk/client-budgets';

/** API_TimePeriod: a budget without an end has this one. */
const NO_END = Date.parse('2087-06-15T00:00:00Z');
const NOTHING = { Amount: '0', Unit: 'USD' };
/** API_CostTypes. */
const COST_TYPES = {
  IncludeCredit: true,
  IncludeDiscount: true,
  IncludeOtherSubscription: true,
  IncludeRecurring: true,
  IncludeRefund: true,
  IncludeSubscription: true,
  IncludeSupport: true,
  IncludeTax: true,
  IncludeUpfront: true,
  UseAmortized: false,
  UseBlended: false,
};

/** A budget as it is told once it was made: from the first of the month, for ever, with nothing spent. */
export function withDefaults(budget: Budget, now: number): Budget {
  const at = new Date(now);
  const Start = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  return {
    TimePeriod: { Start, End: new Date(NO_END) },
    CalculatedSpend: { ActualSpend: NOTHING, ForecastedSpend: NOTHING },
    ...(budget.BudgetType === 'COST' ? { CostTypes: COST_TYPES } : {}),
    LastUpdatedTime: at,
    ...budget,
  };
}
