import type { CalledOperation } from './called.ts';

const AccountId = '111122223333';
const BudgetName = 'models';
const own = { AccountId, BudgetName };
const Budget = {
  BudgetName,
  BudgetType: 'COST',
  TimeUnit: 'MONTHLY',
  BudgetLimit: { Amount: '500', Unit: 'USD' },
  CostFilters: { Service: ['Amazon Bedrock'] },
};
const NotificationsWithSubscribers = [
  {
    Notification: {
      NotificationType: 'ACTUAL',
      ComparisonOperator: 'GREATER_THAN',
      Threshold: 80,
      ThresholdType: 'PERCENTAGE',
    },
    Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'security@example.com' }],
  },
];

/** Budgets; moto fails by itself where notifications of a budget that is not there are asked for. */
export const BUDGETS_CALLS: readonly CalledOperation[] = [
  ['DescribeBudgets', { AccountId }],
  ['DescribeBudget', own],
  ['DeleteBudget', own],
  ['CreateBudget', { AccountId, Budget: { ...Budget, BudgetLimit: undefined } }],
  ['CreateBudget', { AccountId, Budget, NotificationsWithSubscribers }],
  ['CreateBudget', { AccountId, Budget }],
  ['DescribeBudgets', { AccountId }],
  ['DescribeBudget', own],
  ['DescribeNotificationsForBudget', own],
  ['DeleteBudget', own],
  ['DescribeBudget', own],
  ['DescribeBudgets', { AccountId }],
];

const ConfigurationRecorderNames = ['absent'];

/** AWS Config, where nothing is set up. */
export const CONFIG_CALLS: readonly CalledOperation[] = [
  ['DescribeConfigurationRecorders', {}],
  ['DescribeConfigurationRecorders', { ConfigurationRecorderNames }],
  ['DescribeConfigurationRecorderStatus', {}],
  ['DescribeConfigurationRecorderStatus', { ConfigurationRecorderNames }],
  ['DescribeConfigRules', {}],
  ['DescribeConfigRules', { ConfigRuleNames: ['absent'] }],
];
