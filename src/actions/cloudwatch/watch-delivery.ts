import { defineAction } from '../../ports/action.ts';
import { alarmSetting, type AlarmStates, readAlarms, TOPIC } from '../alarms.ts';
import { joinedCalls, joinedUndo } from '../joined-calls.ts';
import { inRegion, REGIONS, regionsOf } from '../several-regions.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly topic: string;
  readonly regions?: readonly string[];
}

interface Observed {
  readonly regions: Readonly<Record<string, AlarmStates>>;
}

const PREFIX = 'heptad-delivery-';
/** Bedrock user guide, "CloudWatch metrics": what the invocation log could not deliver. */
const METRICS: Readonly<Record<string, string>> = {
  ModelInvocationLogsCloudWatchDeliveryFailure: 'to the log group',
  ModelInvocationLogsS3DeliveryFailure: 'to the bucket',
  ModelInvocationLargeDataS3DeliveryFailure: 'of large bodies to the bucket',
};

/** R19: alarms for an invocation log that silently does not arrive. */
export const watchDelivery = defineAction<Params, Observed>({
  catalogue: 'R19',
  kind: 'preparation',
  title: 'Ring when the invocation log is not delivered',
  summary: 'Puts an alarm on each metric of failed deliveries of the invocation log, in every Region given.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['topic'],
    properties: { topic: TOPIC, regions: REGIONS },
  },
  reads: ['cloudwatch:DescribeAlarms'],
  changes: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
  undone: 'Takes away the alarms that were made; puts others of these names back.',
  keepFirst: [],
  mistakes: [
    'An alarm tells only a topic of its own Region: there has to be one in each.',
    'A topic without a confirmed subscriber tells nobody.',
  ],
  observe: async ({ regions }, reader, context) => {
    const found: Record<string, AlarmStates> = {};
    for (const region of regionsOf(regions, context))
      found[region] = await readAlarms(PREFIX, region, reader);
    return { regions: found };
  },
  target: (_, { regions }) => `delivery of the invocation log in ${Object.keys(regions).join(', ')}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: () => null,
  blast: ({ topic }) => [`${topic} is told when a delivery fails`, 'an alarm costs about 0.10 USD a month'],
  plan: (params, { regions }) =>
    joinedCalls(
      Object.entries(regions).map(([region, states]) => neededCalls(settings(params, region, states))),
    ),
  undo: (params, { before, now }) =>
    joinedUndo(
      Object.entries(before.regions).map(([region, states]) =>
        undoSettings({
          before: settings(params, region, states),
          now: settings(params, region, now.regions[region] ?? {}),
        }),
      ),
    ),
  contained: () => null,
});

function settings({ topic }: Params, region: string, states: AlarmStates): readonly Setting[] {
  return Object.entries(METRICS).map(([metric, where]) =>
    alarmSetting(
      {
        name: `${PREFIX}${metric}`,
        region,
        description: `ring when a delivery of the invocation log ${where} fails`,
        namespace: 'AWS/Bedrock',
        metric,
        period: 300,
        threshold: 1,
        topic: inRegion(topic, region),
      },
      states,
    ),
  );
}
