import type { JsonObject } from '../../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { alarmSetting, type AlarmStates, readAlarms, TOPIC } from '../alarms.ts';
import { textOf } from '../answers.ts';
import { noLogGroup, readLogGroup } from '../log-groups.ts';
import { allItems, NEXT_TOKEN_PAGES } from '../pages.ts';
import { inRegion } from '../several-regions.ts';
import { neededCalls, sameButEmpty, type Setting, undoSettings } from '../settings.ts';
import { TRAIL_SIGNALS, type WatchedSignal } from '../watched-signals.ts';

interface Params {
  readonly logGroup: string;
  readonly topic: string;
  readonly region?: string;
}

interface Observed {
  readonly exists: boolean;
  /** Metric filters by name, as PutMetricFilter takes them. */
  readonly filters: Readonly<Record<string, JsonObject>>;
  readonly alarms: AlarmStates;
}

const PREFIX = 'heptad-';
const NAMESPACE = 'Heptad/Signals';

/** R28: the decisive changes ring. */
export const watchSignals = defineAction<Params, Observed>({
  catalogue: 'R28',
  kind: 'preparation',
  title: 'Ring at the decisive changes',
  summary:
    'Puts a metric filter on the trail’s log group and an alarm on its metric for each signal that has to ring: logs stopped, guardrails changed, API keys made and used, many refusals.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['logGroup', 'topic'],
    properties: {
      logGroup: {
        type: 'string',
        pattern: '^[\\w./#-]{1,512}$',
        description: 'Log group that the trail writes to.',
      },
      topic: TOPIC,
      region: { type: 'string', description: 'Region of the log group; that of the case unless given.' },
    },
  },
  reads: [
    'cloudwatch-logs:DescribeLogGroups',
    'cloudwatch-logs:DescribeMetricFilters',
    'cloudwatch:DescribeAlarms',
  ],
  changes: [
    'cloudwatch-logs:PutMetricFilter',
    'cloudwatch-logs:DeleteMetricFilter',
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:DeleteAlarms',
  ],
  undone: 'Takes away the filters and alarms that were made; puts others of these names back.',
  keepFirst: [],
  mistakes: [
    'A topic without a confirmed subscriber tells nobody.',
    'A log group has at most 100 metric filters.',
    'It rings minutes after the event: CloudTrail delivers after about five.',
    'Your own changes ring too: tell whoever is on call.',
  ],
  observe: async ({ logGroup, region: named }, reader, context) => {
    const region = named ?? context.region;
    const found = await readLogGroup({ logGroup, region }, reader);
    const alarms = await readAlarms(PREFIX, region, reader);
    if (found === null) return { exists: false, filters: {}, alarms };
    const filters = await allItems(
      {
        service: 'cloudwatch-logs',
        operation: 'DescribeMetricFilters',
        region,
        input: { logGroupName: logGroup, filterNamePrefix: PREFIX },
      },
      { items: 'metricFilters', ...NEXT_TOKEN_PAGES },
      reader,
    );
    return {
      exists: true,
      filters: Object.fromEntries(filters.map((one) => [textOf(one, 'filterName') ?? '', withoutTimes(one)])),
      alarms,
    };
  },
  target: ({ logGroup }) => `signals in ${logGroup}`,
  touches: () => ({ principals: [], buckets: [] }),
  // A group that an earlier plan of the same set makes is not there yet.
  refuse: () => null,
  blast: ({ logGroup, topic }, { exists }) => [
    `${topic} is told, within minutes, of each of ${TRAIL_SIGNALS.length} signals`,
    'an alarm costs about 0.10 USD a month, a metric about 0.30 USD',
    ...(exists
      ? []
      : [`${noLogGroup(logGroup).why}: it has to be made first (cloudwatch-logs/set-up-log-group)`]),
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({
      // With the group its filters went too: nothing is left to take back.
      before: settings(params, before, context).filter(
        ({ name }) => now.exists || !name.startsWith('metric filter'),
      ),
      now: settings(params, now, context),
    }),
  contained: () => null,
});

function withoutTimes({ creationTime: _at, ...filter }: JsonObject): JsonObject {
  return filter;
}

function settings(params: Params, { filters, alarms }: Observed, context: ActionContext): readonly Setting[] {
  const region = params.region ?? context.region;
  return TRAIL_SIGNALS.flatMap((signal) => [
    filterSetting(signal, { logGroup: params.logGroup, region, filters }),
    alarmSetting(
      {
        ...signal,
        name: `${PREFIX}${signal.name}`,
        region,
        namespace: NAMESPACE,
        metric: signal.name,
        topic: inRegion(params.topic, region),
      },
      alarms,
    ),
  ]);
}

function filterSetting(
  { name, pattern, description }: WatchedSignal,
  of: { readonly logGroup: string; readonly region: string; readonly filters: Observed['filters'] },
): Setting {
  const { logGroup: logGroupName, region, filters } = of;
  const filterName = `${PREFIX}${name}`;
  const wanted = {
    filterName,
    logGroupName,
    filterPattern: pattern,
    metricTransformations: [{ metricName: name, metricNamespace: NAMESPACE, metricValue: '1' }],
  };
  const call = (operation: string, input: JsonObject, purpose: string): PlannedCall => ({
    service: 'cloudwatch-logs',
    operation,
    region,
    input,
    purpose,
    reversibility: REVERSIBLE,
  });
  return {
    name: `metric filter ${filterName}`,
    is: filters[filterName] ?? null,
    wanted,
    same: sameButEmpty,
    set: (to) => [
      to === null
        ? call('DeleteMetricFilter', { logGroupName, filterName }, 'take the filter away, as there was none')
        : call('PutMetricFilter', to as JsonObject, `count: ${description}`),
    ],
  };
}
