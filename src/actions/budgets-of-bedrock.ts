import type { Json, JsonObject } from '../base/json.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { GLOBAL_REGION, listOf, objectOf, textOf } from './answers.ts';
import { allItems } from './pages.ts';

/** A budget, as far as it is compared. */
export interface BudgetState {
  readonly name: string;
  /** It is one of costs, and no filter leaves Bedrock out: as check R29 has it. */
  readonly covers: boolean;
  /** US dollars; null where the budget has a plan of several or follows what was spent. */
  readonly amount: number | null;
  readonly unit: string;
  /** `CostFilters` and `FilterExpression`, where it has them. */
  readonly filters: JsonObject;
  /** At what it tells somebody: `ACTUAL 80`, in their order. */
  readonly rings: readonly string[];
}

const PAGES = { token: 'NextToken', next: 'NextToken' } as const;

/** The budgets of the account by name, with what they ring at. */
export async function readBudgets(account: string, reader: CloudReader): Promise<readonly BudgetState[]> {
  const ask = { service: 'budgets', region: GLOBAL_REGION };
  const found = await allItems(
    { ...ask, operation: 'DescribeBudgets', input: { AccountId: account, ShowFilterExpression: true } },
    { items: 'Budgets', ...PAGES },
    reader,
  );
  const states: BudgetState[] = [];
  for (const budget of found) {
    const name = textOf(budget, 'BudgetName') ?? '';
    const input = { AccountId: account, BudgetName: name };
    const rings = await allItems(
      { ...ask, operation: 'DescribeNotificationsForBudget', input },
      { items: 'Notifications', ...PAGES },
      reader,
    );
    states.push(stateOf(name, budget, rings));
  }
  return states.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function stateOf(name: string, budget: JsonObject, rings: readonly JsonObject[]): BudgetState {
  const limit = objectOf(budget, 'BudgetLimit');
  const amount = textOf(limit, 'Amount');
  const services = objectOf(budget, 'CostFilters') ?? {};
  const expression = objectOf(budget, 'FilterExpression');
  return {
    name,
    covers:
      textOf(budget, 'BudgetType') === 'COST' &&
      (Object.keys(services).length === 0 || namesBedrock(services['Service'])) &&
      (expression === null || reachesBedrock(expression)),
    amount: amount === null ? null : Number(amount),
    unit: textOf(budget, 'TimeUnit') ?? '',
    filters: {
      ...(Object.keys(services).length === 0 ? {} : { CostFilters: services }),
      ...(expression === null ? {} : { FilterExpression: expression }),
    },
    rings: rings.map((ring) => `${textOf(ring, 'NotificationType')} ${String(ring['Threshold'])}`).toSorted(),
  };
}

/** Models of others are billed as services of their own: "… (Amazon Bedrock Edition)". */
function namesBedrock(services: Json | undefined): boolean {
  return Array.isArray(services) && services.some((name) => String(name).includes('Bedrock'));
}

function reachesBedrock(expression: JsonObject): boolean {
  const left = servicesOf(objectOf(expression, 'Not'));
  if (left !== undefined) return !namesBedrock(left);
  const parts = [expression, ...listOf(expression, 'Or'), ...listOf(expression, 'And')];
  return parts.some((part) => namesBedrock(servicesOf(part)));
}

function servicesOf(expression: JsonObject | null): Json | undefined {
  const dimension = objectOf(expression, 'Dimensions');
  return textOf(dimension, 'Key') === 'SERVICE' ? dimension?.['Values'] : undefined;
}
