import { ACCOUNT, HOME_REGION, arn } from '../story/names.ts';
import type { World } from '../world/world.ts';

const DAY = 86_400_000;
const BUDGET = 'bedrock-monthly';
const MONITOR = `arn:aws:ce::${ACCOUNT}:anomalymonitor/0example-0000-4000-8000-000000monitor`;
const SUBSCRIPTION = `arn:aws:ce::${ACCOUNT}:anomalysubscription/0example-0000-4000-8000-subscription`;
const TOPIC = arn('sns', HOME_REGION, 'security');

/** A budget of Bedrock's cost that tells somebody, and a monitor of what each service costs. */
export function prepareCosts({ anomalies, budgets, clock }: World): void {
  budgets.set(BUDGET, {
    budget: {
      BudgetName: BUDGET,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '2000', Unit: 'USD' },
      CostFilters: { Service: ['Amazon Bedrock'] },
    },
    notifications: [
      {
        Notification: {
          NotificationType: 'ACTUAL',
          ComparisonOperator: 'GREATER_THAN',
          Threshold: 80,
          ThresholdType: 'PERCENTAGE',
        },
        Subscribers: [{ SubscriptionType: 'SNS', Address: TOPIC }],
      },
    ],
  });
  const madeAt = new Date(clock.now() - 300 * DAY).toISOString().slice(0, 10);
  anomalies.monitors.set(MONITOR, {
    MonitorArn: MONITOR,
    MonitorName: 'services',
    MonitorType: 'DIMENSIONAL',
    MonitorDimension: 'SERVICE',
    CreationDate: madeAt,
    LastUpdatedDate: madeAt,
  });
  anomalies.subscriptions.set(SUBSCRIPTION, {
    SubscriptionArn: SUBSCRIPTION,
    SubscriptionName: 'services',
    AccountId: ACCOUNT,
    MonitorArnList: [MONITOR],
    Subscribers: [{ Address: TOPIC, Type: 'SNS', Status: 'CONFIRMED' }],
    Frequency: 'IMMEDIATE',
    Threshold: 100,
  });
}
