import { PutAlternateContactCommand } from '@aws-sdk/client-account';
import * as budgets from '@aws-sdk/client-budgets';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as guardduty from '@aws-sdk/client-guardduty';
import { type Carried, nothingLeft } from './carried.ts';
import { ACCOUNT, type MotoAccount, motoClients } from './moto-account.ts';
import { contactState } from './watch-state.ts';

const GROUP = '/example/trail';
const TOPIC = `arn:aws:sns:{region}:${ACCOUNT}:responders`;
const REGIONS = ['eu-west-1', 'us-east-1'];
const WATCH = { name: 'Night watch', title: 'On call', email: 'watch@example.com', phone: '+1-555-0101' };
const CONTACT = {
  Name: 'Night watch',
  Title: 'On call',
  EmailAddress: 'watch@example.com',
  PhoneNumber: '+1-555-0101',
  AlternateContactType: 'SECURITY',
} as const;
const EARLIER = { ...CONTACT, Name: 'Day watch', EmailAddress: 'day@example.com' };

/** What is seen in each of two Regions. */
async function inBoth<T>(
  { url, responder }: MotoAccount,
  see: (clients: ReturnType<typeof motoClients>) => Promise<T>,
): Promise<readonly T[]> {
  return Promise.all(REGIONS.map((region) => see(motoClients(url, responder, region))));
}

/** Whom the alarms tell, each topic once, and how many there are. */
async function alarmsOf({ cloudwatch: client }: MotoAccount['clients']): Promise<unknown> {
  const { MetricAlarms = [] } = await client.send(new cloudwatch.DescribeAlarmsCommand({}));
  const told = MetricAlarms.flatMap(({ AlarmActions = [] }) => AlarmActions);
  return { alarms: MetricAlarms.length, told: [...new Set(told)] };
}

/** The filters on the log group, and the alarms. */
async function watchedIn(clients: MotoAccount['clients']): Promise<unknown> {
  const { metricFilters = [] } = await clients.logs.send(
    new logs.DescribeMetricFiltersCommand({ logGroupName: GROUP }),
  );
  return { filters: metricFilters.length, ...((await alarmsOf(clients)) as object) };
}

function watched(filters: number, alarms: number): readonly string[] {
  return [
    ...Array.from({ length: filters }, () => 'PutMetricFilter'),
    ...Array.from({ length: alarms }, () => 'PutMetricAlarm'),
  ];
}

async function detectorOf({ guardduty: client }: MotoAccount['clients']): Promise<unknown> {
  const { DetectorIds: [DetectorId] = [] } = await client.send(new guardduty.ListDetectorsCommand({}));
  if (DetectorId === undefined) return 'none';
  const { Status, Features = [] } = await client.send(new guardduty.GetDetectorCommand({ DetectorId }));
  return [Status, ...Features.map((feature) => `${feature.Name} ${feature.Status}`)];
}

/** The budgets and at what they ring. */
async function budgetsOf({ budgets: client }: MotoAccount['clients']): Promise<unknown> {
  const own = { AccountId: ACCOUNT };
  const { Budgets = [] } = await client.send(new budgets.DescribeBudgetsCommand(own));
  return Promise.all(
    Budgets.map(async ({ BudgetName, BudgetLimit }) => {
      const ask = new budgets.DescribeNotificationsForBudgetCommand({ ...own, BudgetName });
      const { Notifications = [] } = await client.send(ask);
      return [
        `${BudgetName} ${BudgetLimit?.Amount} ${BudgetLimit?.Unit}`,
        ...Notifications.map(({ NotificationType, Threshold }) => `${NotificationType} ${Threshold}`),
      ];
    }),
  );
}

const topicIn = (region: string): string => TOPIC.replace('{region}', region);

/** The actions that have somebody told, and have GuardDuty watch. */
export const CARRIED_WATCHING: readonly Carried[] = [
  {
    id: 'cloudwatch/watch-delivery',
    on: 'two Regions',
    setup: () => Promise.resolve({ topic: TOPIC, regions: REGIONS }),
    calls: Array.from({ length: 6 }, () => 'PutMetricAlarm'),
    proof: {
      of: 'state',
      because: 'moto’s alarms do not follow their metrics',
      act: (account) => inBoth(account, alarmsOf),
      before: [
        { alarms: 0, told: [] },
        { alarms: 0, told: [] },
      ],
      inForce: REGIONS.map((region) => ({ alarms: 3, told: [topicIn(region)] })),
    },
    undo: nothingLeft,
  },
  {
    id: 'cloudwatch/watch-signals',
    setup: async ({ clients }) => {
      await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: GROUP }));
      return { logGroup: GROUP, topic: TOPIC };
    },
    calls: watched(12, 12),
    proof: {
      of: 'state',
      because: 'moto’s metric filters count nothing, and its alarms do not follow their metrics',
      act: ({ clients }) => watchedIn(clients),
      before: { filters: 0, alarms: 0, told: [] },
      inForce: { filters: 12, alarms: 12, told: [topicIn('us-east-1')] },
    },
    undo: nothingLeft,
  },
  {
    id: 'cloudwatch/watch-invocations',
    setup: async ({ clients }) => {
      await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: GROUP }));
      return { logGroup: GROUP, topic: TOPIC };
    },
    calls: watched(5, 11),
    proof: {
      of: 'state',
      because: 'moto’s metric filters count nothing, and its alarms do not follow their metrics',
      act: ({ clients }) => watchedIn(clients),
      before: { filters: 0, alarms: 0, told: [] },
      inForce: { filters: 5, alarms: 11, told: [topicIn('us-east-1')] },
    },
    undo: nothingLeft,
  },
  {
    id: 'account/set-security-contact',
    on: 'an account without one',
    setup: () => Promise.resolve(WATCH),
    calls: ['PutAlternateContact'],
    proof: {
      of: 'state',
      because: 'moto calls nobody',
      act: ({ clients }) => contactState(clients.account),
      before: { contact: null },
      inForce: { contact: CONTACT },
    },
    undo: nothingLeft,
  },
  {
    id: 'account/set-security-contact',
    on: 'an account with another',
    setup: async ({ clients }) => {
      await clients.account.send(new PutAlternateContactCommand(EARLIER));
      return WATCH;
    },
    calls: ['PutAlternateContact'],
    proof: {
      of: 'state',
      because: 'moto calls nobody',
      act: ({ clients }) => contactState(clients.account),
      before: { contact: EARLIER },
      inForce: { contact: CONTACT },
    },
    undo: nothingLeft,
  },
  {
    id: 'budgets/set-up-budget',
    setup: () => Promise.resolve({ amount: 500, tell: TOPIC, services: ['Amazon Bedrock'] }),
    calls: ['CreateBudget'],
    proof: {
      of: 'state',
      because: 'nothing is spent in moto',
      act: ({ clients }) => budgetsOf(clients),
      before: [],
      inForce: [['heptad-bedrock 500 USD', 'ACTUAL 80', 'FORECASTED 100']],
    },
    undo: nothingLeft,
  },
  {
    id: 'guardduty/enable-protection',
    on: 'two Regions without a detector',
    setup: () => Promise.resolve({ regions: REGIONS }),
    calls: ['CreateDetector', 'CreateDetector'],
    proof: {
      of: 'state',
      because: 'moto’s GuardDuty finds nothing',
      act: (account) => inBoth(account, detectorOf),
      before: ['none', 'none'],
      inForce: REGIONS.map(() => [
        'ENABLED',
        ...['AI_PROTECTION ENABLED', 'LAMBDA_NETWORK_LOGS ENABLED'],
        ...['RUNTIME_MONITORING ENABLED', 'S3_DATA_EVENTS ENABLED'],
      ]),
    },
    undo: nothingLeft,
  },
  {
    // moto replaces the list of features by that of the call, where AWS keeps those that are not named:
    // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html
    id: 'guardduty/restore-detector',
    on: 'a detector with one feature',
    setup: async ({ clients }) => {
      await clients.guardduty.send(
        new guardduty.CreateDetectorCommand({
          Enable: false,
          Features: [{ Name: 'S3_DATA_EVENTS', Status: 'DISABLED' }],
        }),
      );
      return { features: ['S3_DATA_EVENTS'] };
    },
    calls: ['UpdateDetector', 'UpdateDetector'],
    proof: {
      of: 'state',
      because: 'moto’s GuardDuty finds nothing',
      act: ({ clients }) => detectorOf(clients),
      before: ['DISABLED', 'S3_DATA_EVENTS DISABLED'],
      inForce: ['ENABLED', 'S3_DATA_EVENTS ENABLED'],
    },
    undo: nothingLeft,
  },
];
