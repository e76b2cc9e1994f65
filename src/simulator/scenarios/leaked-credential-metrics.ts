import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { JsonObject } from '../../base/json.ts';
import type { Moment } from '../story/model-call.ts';
import { HOME_REGION, arn } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import { addMeasurement, type Measurement, type MetricsState } from '../world/metrics-state.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MODEL_CALL = /^(InvokeModel|Converse)/;

/** CloudWatch of the story: what Bedrock measured of every model call, and two alarms in the home Region. */
export function metricStates(moments: readonly Moment[], start: number): (region: string) => MetricsState {
  return byRegion((region) => {
    const state: MetricsState = { series: new Map(), alarms: new Map() };
    for (const moment of moments)
      if (moment.event.awsRegion === region)
        for (const measurement of measurementsOf(moment)) addMeasurement(state, measurement);
    for (const alarm of region === HOME_REGION ? alarms(start) : [])
      state.alarms.set(alarm.AlarmName ?? '', alarm);
    return state;
  });
}

/** Bedrock measures per model and over all models. */
export function measurementsOf(moment: Moment): readonly Measurement[] {
  const { event, time, invocation } = moment;
  if (event.eventSource !== 'bedrock.amazonaws.com' || !MODEL_CALL.test(event.eventName)) return [];
  const model = event.requestParameters?.['modelId'];
  if (typeof model !== 'string') return [];
  const values: Readonly<Record<string, number>> =
    event.errorCode === undefined
      ? {
          Invocations: 1,
          InputTokenCount: tokens(event.additionalEventData, 'inputTokens'),
          OutputTokenCount: tokens(event.additionalEventData, 'outputTokens'),
        }
      : { InvocationClientErrors: 1 };
  const namespace = 'AWS/Bedrock';
  const own = Object.entries(values).flatMap(([name, value]) =>
    [{ ModelId: model }, {}].map((dimensions) => ({ namespace, name, dimensions, value, time })),
  );
  if (invocation === undefined) return own;
  const delivered = 'ModelInvocationLogsCloudWatchDeliverySuccess';
  return [...own, { namespace, name: delivered, value: 1, time }];
}

function tokens(data: JsonObject | null | undefined, name: string): number {
  const value = data?.[name];
  return typeof value === 'number' ? value : 0;
}

function alarms(start: number): readonly MetricAlarm[] {
  const shared = {
    Namespace: 'AWS/Bedrock',
    Statistic: 'Sum',
    Dimensions: [],
    EvaluationPeriods: 1,
    ActionsEnabled: true,
    AlarmActions: [arn('sns', HOME_REGION, 'example-platform-alerts')],
    OKActions: [],
    InsufficientDataActions: [],
    AlarmConfigurationUpdatedTimestamp: new Date(start - 200 * DAY),
  } as const satisfies MetricAlarm;
  return [
    {
      ...shared,
      AlarmName: 'bedrock-output-tokens',
      AlarmArn: arn('cloudwatch', HOME_REGION, 'alarm:bedrock-output-tokens'),
      MetricName: 'OutputTokenCount',
      Period: 3600,
      Threshold: 50_000,
      ComparisonOperator: 'GreaterThanThreshold',
      StateValue: 'ALARM',
      StateReason: 'Threshold Crossed: 1 datapoint was greater than the threshold (50000.0).',
      StateUpdatedTimestamp: new Date(start + 1.5 * HOUR),
    },
    {
      ...shared,
      AlarmName: 'bedrock-log-delivery-failures',
      AlarmArn: arn('cloudwatch', HOME_REGION, 'alarm:bedrock-log-delivery-failures'),
      MetricName: 'ModelInvocationLogsCloudWatchDeliveryFailure',
      Period: 300,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      // Nothing is delivered any more, so that nothing fails either.
      TreatMissingData: 'notBreaching',
      StateValue: 'OK',
      StateReason: 'No datapoints were received and missing data is treated as not breaching.',
      StateUpdatedTimestamp: new Date(start - 200 * DAY),
    },
  ];
}
