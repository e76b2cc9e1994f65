import {
  AccessDeniedException,
  type Budget,
  DuplicateRecordException,
  InvalidNextTokenException,
  InvalidParameterException,
  NotFoundException,
} from '@aws-sdk/client-budgets';
import type * as budgets from '@aws-sdk/client-budgets';
import type { BudgetsState, KeptBudget } from '../../world/budgets-state.ts';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { type Page, pageOf } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';
import { withDefaults } from './defaults.ts';

export type BudgetsHandlers = Handlers<typeof budgets, Call>;

const PAGE = 100;

/** Budgets, with the notifications that are made with them. */
export function budgetHandlers({ budgets: kept, accountId }: World): BudgetsHandlers {
  const own = (account: string | undefined): BudgetsState => {
    if (account !== accountId)
      throw new AccessDeniedException(
        because(`Account ${account} is not authorized to perform this action.`),
      );
    return kept;
  };
  return {
    CreateBudget: ({ AccountId, Budget, NotificationsWithSubscribers = [] }, { now }) => {
      const budget = given(Budget, 'Budget');
      const name = given(budget.BudgetName, 'BudgetName');
      if (own(AccountId).has(name))
        throw new DuplicateRecordException(
          because(`Error creating budget: ${name} - the budget already exists.`),
        );
      if (budget.BudgetLimit === undefined && budget.PlannedBudgetLimits === undefined)
        throw new InvalidParameterException(
          because(
            'Unable to create/update budget - please provide one of the followings: Budget Limit/ Planned Budget Limit/ Auto Adjust Data',
          ),
        );
      kept.set(name, { budget: withDefaults(budget, now), notifications: NotificationsWithSubscribers });
      return {};
    },
    DeleteBudget: ({ AccountId, BudgetName }) => {
      const { budget } = find(own(AccountId), BudgetName, 'delete');
      kept.delete(given(budget.BudgetName, 'BudgetName'));
      return {};
    },
    DescribeBudget: ({ AccountId, BudgetName, ShowFilterExpression }) => ({
      Budget: shown(find(own(AccountId), BudgetName, 'get').budget, ShowFilterExpression),
    }),
    DescribeBudgets: ({ AccountId, MaxResults = PAGE, NextToken, ShowFilterExpression }) => {
      const all = [...own(AccountId).values()];
      const { items, next } = paged(all, { token: NextToken, size: MaxResults, question: 'DescribeBudgets' });
      return { Budgets: items.map(({ budget }) => shown(budget, ShowFilterExpression)), NextToken: next };
    },
    DescribeNotificationsForBudget: ({ AccountId, BudgetName, MaxResults = PAGE, NextToken }) => {
      const { notifications } = find(own(AccountId), BudgetName, 'get');
      const question = `DescribeNotificationsForBudget ${BudgetName}`;
      const { items, next } = paged(notifications, { token: NextToken, size: MaxResults, question });
      return {
        Notifications: items.map(({ Notification }) => ({
          ...given(Notification, 'Notification'),
          NotificationState: 'OK',
        })),
        NextToken: next,
      };
    },
  };
}

function find(kept: BudgetsState, name: string | undefined, verb: string): KeptBudget {
  const found = kept.get(name ?? '');
  if (found === undefined)
    throw new NotFoundException(because(`Unable to ${verb} budget: ${name} - the budget doesn't exist.`));
  return found;
}

/** The filter expression is told to whoever asks for it. */
function shown({ FilterExpression, ...budget }: Budget, asked = false): Budget {
  return { ...budget, ...(asked && FilterExpression !== undefined ? { FilterExpression } : {}) };
}

function paged<T>(items: readonly T[], request: Parameters<typeof pageOf>[1]): Page<T> {
  const page = pageOf(items, request);
  if (page === null) throw new InvalidNextTokenException(because('The pagination token is invalid.'));
  return page;
}
