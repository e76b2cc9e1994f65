import type { JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { textOf } from './answers.ts';
import { allItems } from './pages.ts';
import { sameButEmpty, type Setting } from './settings.ts';

/** What rings, and when. */
export type WantedAlarm = AlarmFrame & (OneMetric | Calculated);

interface AlarmFrame {
  readonly name: string;
  readonly region: string;
  readonly description: string;
  /** Seconds. */
  readonly period: number;
  readonly threshold: number;
  /** The value has to be above the threshold; reaching it is enough unless given. */
  readonly above?: boolean;
  readonly topic: string;
}

/** The sum of a metric. */
interface OneMetric {
  readonly namespace: string;
  readonly metric: string;
}

/** What queries give, as PutMetricAlarm takes them (`Metrics`): one of them returns the data. They hold the period. */
interface Calculated {
  readonly queries: readonly JsonObject[];
}

/** Alarms by name, as PutMetricAlarm takes them. */
export type AlarmStates = Readonly<Record<string, JsonObject>>;

/** The parameter that names who is told. */
export const TOPIC: JsonObject = {
  type: 'string',
  pattern: '^arn:aws[a-z-]*:sns:[a-z0-9{}-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$',
  description: 'ARN of the SNS topic that somebody reads; {region} stands for the Region of the alarm.',
};

const MEMBERS = [
  ...['AlarmName', 'AlarmDescription', 'ActionsEnabled', 'OKActions', 'AlarmActions'],
  ...['InsufficientDataActions', 'MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Dimensions'],
  ...['Period', 'Unit', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'ComparisonOperator'],
  ...['TreatMissingData', 'EvaluateLowSampleCountPercentile', 'Metrics', 'ThresholdMetricId'],
];

/** The alarms whose names begin so. */
export async function readAlarms(prefix: string, region: string, reader: CloudReader): Promise<AlarmStates> {
  const found = await allItems(
    { service: 'cloudwatch', operation: 'DescribeAlarms', region, input: { AlarmNamePrefix: prefix } },
    { items: 'MetricAlarms', token: 'NextToken', next: 'NextToken' },
    reader,
  );
  return Object.fromEntries(
    found.map((alarm) => [
      textOf(alarm, 'AlarmName') ?? '',
      Object.fromEntries(MEMBERS.flatMap((name) => (alarm[name] == null ? [] : [[name, alarm[name]]]))),
    ]),
  );
}

/** An alarm that tells the topic when the sum of a metric, or what queries give, reaches the threshold. */
export function alarmSetting(wanted: WantedAlarm, states: AlarmStates): Setting {
  const { name, region } = wanted;
  const body = alarmBody(wanted);
  return {
    name: `alarm ${name} in ${region}`,
    is: states[name] ?? null,
    wanted: body,
    same: sameButEmpty,
    set: (to) => [
      to === null
        ? alarmCall(region, 'DeleteAlarms', {
            input: { AlarmNames: [name] },
            purpose: 'take the alarm away, as there was none',
          })
        : alarmCall(region, 'PutMetricAlarm', {
            input: to as JsonObject,
            purpose: to === body ? wanted.description : 'put the alarm back as it was before',
          }),
    ],
  };
}

function alarmBody(wanted: WantedAlarm): JsonObject {
  const { name, description, threshold, above = false, topic } = wanted;
  return {
    AlarmName: name,
    AlarmDescription: description,
    ActionsEnabled: true,
    AlarmActions: [topic],
    ...measured(wanted),
    EvaluationPeriods: 1,
    Threshold: threshold,
    ComparisonOperator: above ? 'GreaterThanThreshold' : 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  };
}

function measured(wanted: WantedAlarm): JsonObject {
  if ('queries' in wanted) return { Metrics: wanted.queries };
  const { namespace, metric, period } = wanted;
  return { Namespace: namespace, MetricName: metric, Statistic: 'Sum', Period: period };
}

function alarmCall(
  region: string,
  operation: string,
  of: { readonly input: JsonObject; readonly purpose: string },
): PlannedCall {
  return { service: 'cloudwatch', operation, region, ...of, reversibility: REVERSIBLE };
}
