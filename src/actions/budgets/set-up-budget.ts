import type { JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { GLOBAL_REGION } from '../answers.ts';
import { type BudgetState, readBudgets } from '../budgets-of-bedrock.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';
import { subscriberOf, TELL, TELL_MISTAKES } from '../told-of-costs.ts';

interface Params {
  readonly amount: number;
  readonly tell: string;
  readonly services?: readonly string[];
}

interface Observed {
  readonly budgets: readonly BudgetState[];
}

const NAME = 'heptad-bedrock';
/** In per cent of the amount. */
const RINGS = [
  { NotificationType: 'ACTUAL', Threshold: 80 },
  { NotificationType: 'FORECASTED', Threshold: 100 },
] as const;

/** R29: a budget that covers Bedrock and tells somebody. */
export const setUpBudget = defineAction<Params, Observed>({
  catalogue: 'R29',
  kind: 'preparation',
  title: 'Set up a budget that covers Bedrock',
  summary:
    'Makes a monthly budget of costs, over the whole account unless services are named, that tells somebody at 80 % spent and when 100 % is forecast. A budget that does so already is left as it is.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['amount', 'tell'],
    properties: {
      amount: { type: 'number', minimum: 1, maximum: 1_000_000_000, description: 'US dollars a month.' },
      tell: TELL,
      services: {
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^[^\\n]{0,200}Bedrock[^\\n]{0,200}$' },
        description:
          'Services of Bedrock that it is narrowed to, as the bill names them. Models of others are billed under names of their own: what is not named is not in the budget.',
      },
    },
  },
  reads: ['budgets:DescribeBudgets', 'budgets:DescribeNotificationsForBudget'],
  changes: ['budgets:CreateBudget', 'budgets:DeleteBudget'],
  undone: `Deletes the budget ${NAME} where it was made.`,
  keepFirst: [],
  mistakes: [
    'A budget tells and stops nothing.',
    ...TELL_MISTAKES,
    'A forecast takes some weeks of costs (about five, unverified): until then only what was spent rings.',
  ],
  observe: async (_, reader, { account }) => ({ budgets: await readBudgets(account, reader) }),
  target: () => `budget ${NAME}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: (_, observed) => {
    const own = ownOf(observed);
    if (own === undefined || fits(own) || covering(observed).length > 0) return null;
    return {
      why: `there is a budget ${NAME} that ${own.covers ? 'tells nobody' : 'does not cover Bedrock'}`,
      instead: 'put it right in the console, or delete it and plan again',
    };
  },
  blast: ({ amount, tell, services }, observed) => [
    ...covering(observed).map(({ name }) => `${name} covers Bedrock and tells somebody: it stays as it is`),
    `${tell} is told at ${0.8 * amount} USD spent in a month on ${services?.join(', ') ?? 'the whole account'}, and when ${amount} USD are forecast`,
    'a budget without actions is free of charge (unverified; older pages of AWS name a price a day from the third budget on)',
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }, false),
  contained: () => null,
});

const ownOf = ({ budgets }: Observed): BudgetState | undefined => budgets.find(({ name }) => name === NAME);

const fits = ({ covers, rings }: BudgetState): boolean => covers && rings.length > 0;

function covering({ budgets }: Observed): readonly BudgetState[] {
  return budgets.filter((budget) => budget.name !== NAME && fits(budget));
}

function settings(params: Params, observed: Observed, context: ActionContext): readonly Setting[] {
  const own = ownOf(observed);
  const is = own === undefined ? null : comparable(own);
  const there = covering(observed).length > 0 || (own !== undefined && fits(own));
  return [
    {
      name: `budget ${NAME}`,
      is,
      wanted: there ? is : wantedOf(params),
      set: (to) => [to === null ? deleteCall(context) : createCall(params, context)],
    },
  ];
}

function comparable({ amount, unit, filters, rings }: BudgetState): JsonObject {
  return { amount, unit, filters, rings };
}

function filtersOf({ services }: Params): JsonObject {
  return services === undefined ? {} : { CostFilters: { Service: services } };
}

function wantedOf(params: Params): JsonObject {
  return {
    amount: params.amount,
    unit: 'MONTHLY',
    filters: filtersOf(params),
    rings: RINGS.map(({ NotificationType, Threshold }) => `${NotificationType} ${Threshold}`),
  };
}

function createCall(params: Params, context: ActionContext): PlannedCall {
  const { kind, address } = subscriberOf(params.tell, context);
  return {
    service: 'budgets',
    operation: 'CreateBudget',
    region: GLOBAL_REGION,
    input: {
      AccountId: context.account,
      Budget: {
        BudgetName: NAME,
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: String(params.amount), Unit: 'USD' },
        ...filtersOf(params),
      },
      NotificationsWithSubscribers: RINGS.map((ring) => ({
        Notification: { ...ring, ComparisonOperator: 'GREATER_THAN', ThresholdType: 'PERCENTAGE' },
        Subscribers: [{ SubscriptionType: kind, Address: address }],
      })),
    },
    purpose: 'make a budget that tells when it runs out',
    reversibility: REVERSIBLE,
  };
}

function deleteCall({ account }: ActionContext): PlannedCall {
  return {
    service: 'budgets',
    operation: 'DeleteBudget',
    region: GLOBAL_REGION,
    input: { AccountId: account, BudgetName: NAME },
    purpose: 'take the budget away, as there was none before',
    reversibility: { kind: 'irreversible', why: 'its history of what was told goes with it' },
  };
}
