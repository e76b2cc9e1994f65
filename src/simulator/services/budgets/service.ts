import * as budgets from '@aws-sdk/client-budgets';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { budgetHandlers } from './handlers.ts';

/** Budgets: what they are set to and whom they tell. Nothing is spent in the simulated account, and nobody told. */
export function budgetsService(world: World): ServiceUnit {
  return {
    model: serviceModel(budgets, budgets.BudgetsClient),
    handlers: untyped(budgetHandlers(world)),
    access: (operation, input) => [
      {
        action: operation.startsWith('Describe') ? 'budgets:ViewBudget' : 'budgets:ModifyBudget',
        resource: `arn:aws:budgets::${world.accountId}:budget/${nameIn(input)}`,
      },
    ],
  };
}

/** A list is asked of all. */
function nameIn({ BudgetName, Budget }: Readonly<Record<string, unknown>>): string {
  if (typeof BudgetName === 'string') return BudgetName;
  const own = (Budget as { readonly BudgetName?: unknown } | undefined)?.BudgetName;
  return typeof own === 'string' ? own : '*';
}
