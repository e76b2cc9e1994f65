import * as budgets from '@aws-sdk/client-budgets';
import * as costExplorer from '@aws-sdk/client-cost-explorer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastTrack, refused, testAccount, type TestAccount } from '../support/simulated-account.ts';

const AccountId = '111122223333';
const BudgetName = 'bedrock';
const Address = `arn:aws:sns:us-east-1:${AccountId}:security`;
const Budget: budgets.Budget = {
  BudgetName,
  BudgetType: 'COST',
  TimeUnit: 'MONTHLY',
  BudgetLimit: { Amount: '500', Unit: 'USD' },
  FilterExpression: { Dimensions: { Key: 'SERVICE', Values: ['Amazon Bedrock'] } },
};
const Notification: budgets.Notification = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 80,
};

describe.each(['in process', 'over HTTP'] as const)('Budgets %s', (over) => {
  let account: TestAccount;
  let client: budgets.BudgetsClient;
  beforeAll(async () => {
    account = await testAccount(over);
    client = new budgets.BudgetsClient(account.settings(account.responder, 'eu-west-1'));
  });
  afterAll(() => account.close());
  const create = (of: Partial<budgets.Budget> = {}) =>
    client.send(
      new budgets.CreateBudgetCommand({
        AccountId,
        Budget: { ...Budget, ...of },
        NotificationsWithSubscribers: [{ Notification, Subscribers: [{ SubscriptionType: 'SNS', Address }] }],
      }),
    );
  const told = (ShowFilterExpression: boolean) =>
    client.send(new budgets.DescribeBudgetsCommand({ AccountId, ShowFilterExpression }));

  it('makes a budget once, with what is left out, and tells its filter to whoever asks', async () => {
    expect((await told(true)).Budgets).toEqual([]);
    await create();
    const [whole] = (await told(true)).Budgets ?? [];
    expect(whole).toMatchObject({ ...Budget, CalculatedSpend: { ActualSpend: { Amount: '0' } } });
    expect(whole?.TimePeriod?.Start).toEqual(new Date('2026-01-01T00:00:00Z'));
    const [brief] = (await told(false)).Budgets ?? [];
    expect([brief?.BudgetName, brief?.FilterExpression]).toEqual([BudgetName, undefined]);
    const one = await client.send(new budgets.DescribeBudgetCommand({ AccountId, BudgetName }));
    expect(one.Budget?.BudgetLimit).toEqual(Budget.BudgetLimit);
    expect(lastTrack(account, 'CreateBudget')).toMatchObject({
      eventSource: 'budgets.amazonaws.com',
      awsRegion: 'us-east-1',
      readOnly: false,
    });
  });

  it('tells at what it rings, page by page', async () => {
    const { Notifications, NextToken } = await client.send(
      new budgets.DescribeNotificationsForBudgetCommand({ AccountId, BudgetName, MaxResults: 1 }),
    );
    expect([Notifications, NextToken]).toEqual([[{ ...Notification, NotificationState: 'OK' }], undefined]);
    const foreign = new budgets.DescribeBudgetsCommand({ AccountId, NextToken: 'other' });
    expect(await refused(client.send(foreign))).toBe('InvalidNextTokenException');
  });

  it('refuses what AWS refuses', async () => {
    expect(await refused(create())).toBe('DuplicateRecordException');
    expect(await refused(create({ BudgetName: 'open', BudgetLimit: undefined }))).toBe(
      'InvalidParameterException',
    );
    const other = new budgets.DescribeBudgetsCommand({ AccountId: '444455556666' });
    expect(await refused(client.send(other))).toBe('AccessDeniedException');
    const leaked = new budgets.BudgetsClient(
      account.settings(account.intruder['leakedKey'] ?? account.responder),
    );
    expect(await refused(leaked.send(new budgets.DeleteBudgetCommand({ AccountId, BudgetName })))).toBe(
      'AccessDeniedException',
    );
  });

  it('deletes it with its notifications', async () => {
    const remove = new budgets.DeleteBudgetCommand({ AccountId, BudgetName });
    await client.send(remove);
    expect(await refused(client.send(remove))).toBe('NotFoundException');
    const ask = new budgets.DescribeNotificationsForBudgetCommand({ AccountId, BudgetName });
    expect(await refused(client.send(ask))).toBe('NotFoundException');
  });
});

const SERVICES: costExplorer.AnomalyMonitor = {
  MonitorName: 'services',
  MonitorType: 'DIMENSIONAL',
  MonitorDimension: 'SERVICE',
};

describe.each(['in process', 'over HTTP'] as const)('Cost Explorer %s', (over) => {
  let account: TestAccount;
  let client: costExplorer.CostExplorerClient;
  let MonitorArn: string;
  beforeAll(async () => {
    account = await testAccount(over);
    client = new costExplorer.CostExplorerClient(account.settings(account.responder, 'eu-west-1'));
    ({ MonitorArn = '' } = await watch(SERVICES));
  });
  afterAll(() => account.close());
  const watch = (AnomalyMonitor: costExplorer.AnomalyMonitor) =>
    client.send(new costExplorer.CreateAnomalyMonitorCommand({ AnomalyMonitor }));
  const tell = (of: Partial<costExplorer.AnomalySubscription> = {}) =>
    client.send(
      new costExplorer.CreateAnomalySubscriptionCommand({
        AnomalySubscription: {
          SubscriptionName: 'services',
          MonitorArnList: [MonitorArn],
          Subscribers: [{ Address, Type: 'SNS' }],
          Frequency: 'IMMEDIATE',
          Threshold: 100,
          ...of,
        },
      }),
    );

  it('has one monitor of services, which is told of', async () => {
    expect(await refused(watch(SERVICES))).toBe('ValidationException');
    expect(await refused(watch({ MonitorName: 'own', MonitorType: 'CUSTOM' }))).toBe('ValidationException');
    const { AnomalyMonitors } = await client.send(new costExplorer.GetAnomalyMonitorsCommand({}));
    expect(AnomalyMonitors).toEqual([
      {
        ...SERVICES,
        MonitorArn,
        CreationDate: '2026-01-15T12:00:00Z',
        LastUpdatedDate: '2026-01-15T12:00:00Z',
      },
    ]);
    const absent = new costExplorer.GetAnomalyMonitorsCommand({ MonitorArnList: [`${MonitorArn}0`] });
    expect(await refused(client.send(absent))).toBe('UnknownMonitorException');
    expect(lastTrack(account, 'CreateAnomalyMonitor')).toMatchObject({
      eventSource: 'ce.amazonaws.com',
      awsRegion: 'us-east-1',
    });
  });

  it('tells a topic at once, and mail once a day', async () => {
    const { SubscriptionArn } = await tell();
    expect(await refused(tell({ Frequency: 'DAILY' }))).toBe('ValidationException');
    expect(await refused(tell({ Threshold: undefined }))).toBe('ValidationException');
    expect(await refused(tell({ MonitorArnList: [`${MonitorArn}0`] }))).toBe('UnknownMonitorException');
    const of = async (arn: string) =>
      (await client.send(new costExplorer.GetAnomalySubscriptionsCommand({ MonitorArn: arn })))
        .AnomalySubscriptions;
    expect([(await of(MonitorArn))?.length, (await of(`${MonitorArn}0`))?.length]).toEqual([1, 0]);
    const remove = new costExplorer.DeleteAnomalySubscriptionCommand({ SubscriptionArn });
    await client.send(remove);
    expect(await refused(client.send(remove))).toBe('UnknownSubscriptionException');
  });

  it('deletes a monitor', async () => {
    const remove = new costExplorer.DeleteAnomalyMonitorCommand({ MonitorArn });
    await client.send(remove);
    expect(await refused(client.send(remove))).toBe('UnknownMonitorException');
  });
});
