import type { Json, JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { GLOBAL_REGION, listOf, objectOf, textOf } from '../answers.ts';
import { allItems } from '../pages.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';
import { subscriberOf, TELL, TELL_MISTAKES } from '../told-of-costs.ts';

interface Params {
  readonly amount: number;
  readonly tell: string;
}

interface Observed {
  /** The monitor of services; an account has one at most. */
  readonly monitor: { readonly arn: string; readonly name: string } | null;
  /** Who is told of what it finds. */
  readonly subscriptions: readonly Subscription[];
}

interface Subscription {
  readonly arn: string;
  readonly name: string;
  readonly frequency: string;
  /** Texts of the amounts in its threshold. */
  readonly amounts: readonly string[];
  /** Those who did not decline. */
  readonly addresses: readonly string[];
}

const NAME = 'heptad-services';
const PAGES = { token: 'NextPageToken', next: 'NextPageToken' } as const;

/** R29: a monitor that learns what each service costs, and tells somebody what is unusual. */
export const watchAnomalies = defineAction<Params, Observed>({
  catalogue: 'R29',
  kind: 'preparation',
  title: 'Watch what each service costs',
  summary:
    'Makes an anomaly monitor of services where there is none, and a subscription that tells somebody of anomalies above an amount where nobody is told.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['amount', 'tell'],
    properties: {
      amount: {
        type: 'number',
        minimum: 0,
        maximum: 1_000_000_000,
        description: 'US dollars above what is usual, from which somebody is told.',
      },
      tell: TELL,
    },
  },
  reads: ['cost-explorer:GetAnomalyMonitors', 'cost-explorer:GetAnomalySubscriptions'],
  changes: [
    'CreateAnomalyMonitor',
    'CreateAnomalySubscription',
    'DeleteAnomalySubscription',
    'DeleteAnomalyMonitor',
  ].map((operation) => `cost-explorer:${operation}`),
  undone: 'Deletes the subscription and the monitor that were made, with the anomalies that it found.',
  keepFirst: [],
  mistakes: [
    'It learns first: it takes some days of costs (ten, unverified) before it tells what is unusual.',
    ...TELL_MISTAKES,
    'What an intruder spent while it learned is usual to it.',
  ],
  observe: async (_, reader) => {
    const monitor = await readMonitor(reader);
    return { monitor, subscriptions: monitor === null ? [] : await readSubscriptions(monitor.arn, reader) };
  },
  target: () => 'anomaly monitor of services',
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: ({ amount, tell }, { monitor, subscriptions }) => [
    monitor === null
      ? 'no monitor watches the services until now'
      : `the monitor ${monitor.name} watches the services already: it stays as it is`,
    isTold(subscriptions)
      ? 'somebody is told of what it finds already: nothing is added'
      : `${tell} is told of anomalies from ${amount} USD on`,
    'monitors and subscriptions are free of charge (unverified)',
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    // What was made is deleted by the ARNs that it has now.
    undoSettings(
      { before: settings(params, { ...before, at: now }, context), now: settings(params, now, context) },
      false,
    ),
  contained: () => null,
});

async function readMonitor(reader: CloudReader): Promise<Observed['monitor']> {
  const found = await allItems(
    { service: 'cost-explorer', operation: 'GetAnomalyMonitors', region: GLOBAL_REGION },
    { items: 'AnomalyMonitors', ...PAGES },
    reader,
  );
  const own = found.find(
    (monitor) =>
      textOf(monitor, 'MonitorType') === 'DIMENSIONAL' && textOf(monitor, 'MonitorDimension') === 'SERVICE',
  );
  if (own === undefined) return null;
  return { arn: textOf(own, 'MonitorArn') ?? '', name: textOf(own, 'MonitorName') ?? '' };
}

async function readSubscriptions(monitor: string, reader: CloudReader): Promise<readonly Subscription[]> {
  const found = await allItems(
    {
      service: 'cost-explorer',
      operation: 'GetAnomalySubscriptions',
      region: GLOBAL_REGION,
      input: { MonitorArn: monitor },
    },
    { items: 'AnomalySubscriptions', ...PAGES },
    reader,
  );
  return found.map((subscription) => ({
    arn: textOf(subscription, 'SubscriptionArn') ?? '',
    name: textOf(subscription, 'SubscriptionName') ?? '',
    frequency: textOf(subscription, 'Frequency') ?? '',
    amounts: amountsOf(objectOf(objectOf(subscription, 'ThresholdExpression'), 'Dimensions')),
    addresses: listOf(subscription, 'Subscribers')
      .filter((subscriber) => textOf(subscriber, 'Status') !== 'DECLINED')
      .flatMap((subscriber) => textOf(subscriber, 'Address') ?? [])
      .toSorted(),
  }));
}

/** "100" and "100.0" are one amount. */
function amountsOf(dimension: JsonObject | null): readonly string[] {
  const values = dimension?.['Values'];
  return Array.isArray(values) ? values.map((value) => String(Number(value))) : [];
}

const isTold = (subscriptions: readonly Subscription[]): boolean =>
  subscriptions.some(({ addresses }) => addresses.length > 0);

/** A state; `at` is the one whose ARNs the calls name, where that is another. */
type Compared = Observed & { readonly at?: Observed };

function settings(params: Params, state: Compared, context: ActionContext): readonly Setting[] {
  const { monitor, subscriptions, at = state } = state;
  const { kind, address } = subscriberOf(params.tell, context);
  const own = subscriptions.find(({ name }) => name === NAME);
  const others = subscriptions.flatMap(({ name }) => (name === NAME ? [] : [name])).toSorted();
  const isMonitor: Json = monitor === null ? null : { name: monitor.name, others };
  const isOwn: Json =
    own === undefined ? null : { frequency: own.frequency, amounts: own.amounts, addresses: own.addresses };
  const wantedOwn = {
    frequency: kind === 'SNS' ? 'IMMEDIATE' : 'DAILY',
    amounts: [String(params.amount)],
    addresses: [address],
  };
  return [
    {
      name: 'monitor of services',
      is: isMonitor,
      wanted: isMonitor ?? { name: NAME, others: [] },
      set: (to) => [to === null ? deleteMonitor(at) : createMonitor()],
    },
    {
      name: `subscription ${NAME}`,
      is: isOwn,
      wanted: isTold(subscriptions) ? isOwn : wantedOwn,
      set: (to) => [
        to === null
          ? deleteSubscription(at)
          : createSubscription(params, { kind, address, monitor: at.monitor?.arn ?? null }),
      ],
    },
  ];
}

function createMonitor(): PlannedCall {
  return call('CreateAnomalyMonitor', {
    purpose: 'make a monitor of what each service costs',
    AnomalyMonitor: { MonitorName: NAME, MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' },
  });
}

function createSubscription(
  { amount }: Params,
  {
    kind,
    address,
    monitor,
  }: { readonly kind: string; readonly address: string; readonly monitor: string | null },
): PlannedCall {
  return call('CreateAnomalySubscription', {
    purpose: 'tell somebody of what it finds',
    AnomalySubscription: {
      SubscriptionName: NAME,
      // Made by the call before.
      MonitorArnList: [monitor ?? { $result: [0, 'MonitorArn'] }],
      Subscribers: [{ Type: kind, Address: address }],
      Frequency: kind === 'SNS' ? 'IMMEDIATE' : 'DAILY',
      ThresholdExpression: {
        Dimensions: {
          Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          MatchOptions: ['GREATER_THAN_OR_EQUAL'],
          Values: [String(amount)],
        },
      },
    },
  });
}

function deleteMonitor({ monitor }: Observed): PlannedCall {
  return {
    ...call('DeleteAnomalyMonitor', {
      purpose: 'take the monitor away, as there was none before',
      MonitorArn: monitor?.arn ?? '',
    }),
    reversibility: { kind: 'irreversible', why: 'the anomalies that it found go with it' },
  };
}

function deleteSubscription({ subscriptions }: Observed): PlannedCall {
  return call('DeleteAnomalySubscription', {
    purpose: 'take the subscription away',
    SubscriptionArn: subscriptions.find(({ name }) => name === NAME)?.arn ?? '',
  });
}

function call(
  operation: string,
  { purpose, ...input }: { readonly purpose: string; readonly [name: string]: Json },
): PlannedCall {
  return {
    service: 'cost-explorer',
    operation,
    region: GLOBAL_REGION,
    input,
    purpose,
    reversibility: REVERSIBLE,
  };
}
