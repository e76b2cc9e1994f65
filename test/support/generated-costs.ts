import type { Budget } from '@aws-sdk/client-budgets';
import fc from 'fast-check';
import { drawn } from './drawn-state.ts';

const MONITOR = 'arn:aws:ce::111122223333:anomalymonitor/0example-0000-4000-8000-000000monitor';
const SUBSCRIPTION = 'arn:aws:ce::111122223333:anomalysubscription/0example-0000-4000-8000-subscription';
const MAIL = 'finance@example.com';

const rings = fc.array(fc.constantFrom(50, 80, 100), { maxLength: 2 });

/** Budgets of others, which cover Bedrock or do not, and tell somebody or nobody. */
export const budgets = drawn(
  {
    others: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('all', 'compute', 'models'),
        services: fc.constantFrom(undefined, ['Amazon Bedrock'], ['Amazon Simple Storage Service']),
        type: fc.constantFrom<Budget['BudgetType'][]>('COST', 'USAGE'),
        rings,
      }),
      { selector: ({ name }) => name },
    ),
  },
  ({ budgets: kept }, { others }) => {
    for (const { name, services, type, rings: at } of others)
      kept.set(name, {
        budget: {
          BudgetName: name,
          BudgetType: type,
          TimeUnit: 'MONTHLY',
          BudgetLimit: { Amount: '100', Unit: 'USD' },
          ...(services === undefined ? {} : { CostFilters: { Service: [...services] } }),
        },
        notifications: at.map((Threshold) => ({
          Notification: { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold },
          Subscribers: [{ SubscriptionType: 'EMAIL', Address: MAIL }],
        })),
      });
  },
);

/** A monitor of services or of accounts, or none; who is told of what it finds. */
export const anomalies = drawn(
  {
    dimension: fc.constantFrom(undefined, 'SERVICE' as const, 'LINKED_ACCOUNT' as const),
    status: fc.constantFrom(undefined, 'CONFIRMED' as const, 'DECLINED' as const),
  },
  ({ anomalies: { monitors, subscriptions } }, { dimension, status }) => {
    if (dimension === undefined) return;
    monitors.set(MONITOR, {
      MonitorArn: MONITOR,
      MonitorName: 'of the house',
      MonitorType: 'DIMENSIONAL',
      MonitorDimension: dimension,
    });
    if (status === undefined) return;
    subscriptions.set(SUBSCRIPTION, {
      SubscriptionArn: SUBSCRIPTION,
      SubscriptionName: 'finance',
      MonitorArnList: [MONITOR],
      Frequency: 'DAILY',
      Threshold: 50,
      Subscribers: [{ Address: MAIL, Type: 'EMAIL', Status: status }],
    });
  },
);
