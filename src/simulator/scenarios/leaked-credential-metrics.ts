import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Moment } from '../story/model-call.ts';
import { HOME_REGION, arn } from '../story/names.ts';
import { byRegion } from '../world/by-region.ts';
import { addMeasurement, type MetricsState } from '../world/metrics-state.ts';
import { measurementsOf } from '../world/model-call-metrics.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

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
