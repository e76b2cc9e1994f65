import { describe, expect, it } from 'vitest';
import { awsCliCommand } from '../../src/actions/aws-cli.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';

const TOPIC = 'arn:aws:sns:{region}:111122223333:security';
const AT_HOME = 'arn:aws:sns:us-east-1:111122223333:security';
const BUDGET = { amount: 500, tell: TOPIC };
const WATCH = { amount: 100, tell: 'security@example.com' };
const OTHER = 'arn:aws:ce::111122223333:anomalysubscription/0example-0000-4000-8000-subscription';

/** A budget of somebody else's, or one under heptad's name. */
function kept(
  { account }: ActionCase,
  BudgetName: string,
  { services, rings = true }: { readonly services?: readonly string[]; readonly rings?: boolean } = {},
): void {
  account.world.budgets.set(BudgetName, {
    budget: {
      BudgetName,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '100.0', Unit: 'USD' },
      ...(services === undefined ? {} : { CostFilters: { Service: [...services] } }),
    },
    notifications: rings
      ? [
          {
            Notification: { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 80 },
            Subscribers: [{ SubscriptionType: 'SNS', Address: AT_HOME }],
          },
        ]
      : [],
  });
}

describe('budgets/set-up-budget', () => {
  const ID = 'budgets/set-up-budget';

  it('makes a budget of the whole account that tells the topic of the home Region, and deletes that alone', async () => {
    const open = await actionCase();
    kept(open, 'storage', { services: ['Amazon Simple Storage Service'] });
    const entry = await open.apply(ID, BUDGET);
    const { budgets } = open.account.world;
    const made = budgets.get('heptad-bedrock');
    expect(made?.budget).toMatchObject({ BudgetLimit: { Amount: '500', Unit: 'USD' }, TimeUnit: 'MONTHLY' });
    expect(made?.budget.CostFilters).toBeUndefined();
    expect(made?.notifications.map(({ Subscribers }) => Subscribers)).toEqual([
      [{ SubscriptionType: 'SNS', Address: AT_HOME }],
      [{ SubscriptionType: 'SNS', Address: AT_HOME }],
    ]);
    await open.undo(entry);
    expect([...budgets.keys()]).toEqual(['storage']);
    await open.close();
  });

  it.each([
    ['of the whole account', 'all', {}],
    ['of Bedrock', 'models', { services: ['Amazon Bedrock'] }],
    ['of its own with another amount', 'heptad-bedrock', {}],
  ] as const)('leaves a budget %s as it is', async (_, name, of) => {
    const open = await actionCase();
    kept(open, name, of);
    expect((await open.plan(ID, BUDGET)).calls).toEqual([]);
    await open.close();
  });

  it.each([
    ['tells nobody', { rings: false }],
    ['does not cover Bedrock', { services: ['Amazon EC2'] }],
  ] as const)('refuses where the name is taken by a budget that %s', async (why, of) => {
    const open = await actionCase();
    kept(open, 'heptad-bedrock', of);
    await expect(open.plan(ID, BUDGET)).rejects.toMatchObject({
      why: expect.stringContaining(why) as string,
    });
    await open.close();
  });

  it('takes nothing back that somebody changed', async () => {
    const open = await actionCase();
    const entry = await open.apply(ID, BUDGET);
    kept(open, 'heptad-bedrock');
    await expect(open.undo(entry)).rejects.toMatchObject({
      why: expect.stringContaining('budget heptad-bedrock is') as string,
    });
    expect(open.account.world.budgets.has('heptad-bedrock')).toBe(true);
    await open.close();
  });
});

describe('cost-explorer/watch-anomalies', () => {
  const ID = 'cost-explorer/watch-anomalies';

  it('makes a monitor and a subscription by mail, and deletes both', async () => {
    const open = await actionCase();
    const { calls } = await open.plan(ID, WATCH);
    expect(calls.map((call) => awsCliCommand(call).split(' ').slice(0, 3).join(' '))).toEqual([
      'aws ce create-anomaly-monitor',
      'aws ce create-anomaly-subscription',
    ]);
    const entry = await open.apply(ID, WATCH);
    const { monitors, subscriptions } = open.account.world.anomalies;
    const [subscription] = subscriptions.values();
    expect(subscription).toMatchObject({
      MonitorArnList: [...monitors.keys()],
      Frequency: 'DAILY',
      Subscribers: [{ Type: 'EMAIL', Address: WATCH.tell }],
    });
    await open.undo(entry);
    expect([monitors.size, subscriptions.size]).toEqual([0, 0]);
    expect(open.changesInTrail()).toEqual([
      'CreateAnomalyMonitor',
      'CreateAnomalySubscription',
      'DeleteAnomalySubscription',
      'DeleteAnomalyMonitor',
    ]);
    await open.close();
  });

  it('subscribes to the monitor that is there, and keeps it', async () => {
    const open = await actionCase();
    const arn = 'arn:aws:ce::111122223333:anomalymonitor/0example';
    const { monitors, subscriptions } = open.account.world.anomalies;
    monitors.set(arn, {
      MonitorArn: arn,
      MonitorName: 'Default-Services-Monitor',
      MonitorType: 'DIMENSIONAL',
      MonitorDimension: 'SERVICE',
    });
    const entry = await open.apply(ID, { ...WATCH, tell: TOPIC });
    expect([...subscriptions.values()]).toMatchObject([
      { MonitorArnList: [arn], Frequency: 'IMMEDIATE', Subscribers: [{ Address: AT_HOME }] },
    ]);
    await open.undo(entry);
    expect([monitors.size, subscriptions.size]).toEqual([1, 0]);
    await open.close();
  });

  it('takes no monitor away that somebody else subscribed to', async () => {
    const open = await actionCase();
    const entry = await open.apply(ID, WATCH);
    const { monitors, subscriptions } = open.account.world.anomalies;
    subscriptions.set(OTHER, {
      SubscriptionArn: OTHER,
      SubscriptionName: 'finance',
      MonitorArnList: [...monitors.keys()],
      Frequency: 'DAILY',
      Threshold: 50,
      Subscribers: [{ Address: 'finance@example.com', Type: 'EMAIL' }],
    });
    await expect(open.undo(entry)).rejects.toMatchObject({
      why: expect.stringContaining('finance') as string,
    });
    expect([monitors.size, subscriptions.size]).toEqual([1, 2]);
    await open.close();
  });
});
