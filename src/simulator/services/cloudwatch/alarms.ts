import {
  InvalidParameterCombinationException,
  ResourceNotFound,
  type MetricAlarm,
  type MetricDataQuery,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { given } from '../../world/given.ts';
import type { MetricsState } from '../../world/metrics-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { invalid, page, type CloudWatchHandlers } from './handlers.ts';

const PAGE = 50;
const MOST_METRICS = 10;

/** Alarms. Nothing evaluates them: they are in the state that the story or SetAlarmState put them in. */
export function alarmHandlers({ metrics, accountId }: World): CloudWatchHandlers {
  return {
    PutMetricAlarm: (input, { region, now }) => {
      const { alarms } = metrics(region);
      const name = given(input.AlarmName, 'AlarmName');
      const old = alarms.get(name);
      alarms.set(name, {
        ...alarmOf(input),
        AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
        AlarmConfigurationUpdatedTimestamp: new Date(now),
        StateValue: old?.StateValue ?? 'INSUFFICIENT_DATA',
        StateReason: old?.StateReason ?? 'Unchecked: Initial alarm creation',
        StateUpdatedTimestamp: old?.StateUpdatedTimestamp ?? new Date(now),
      });
      return {};
    },
    DescribeAlarms: (input, { region }) => {
      const { AlarmNames, AlarmNamePrefix, StateValue, MaxRecords = PAGE, NextToken } = input;
      if (AlarmNames !== undefined && AlarmNamePrefix !== undefined)
        throw new InvalidParameterCombinationException(
          because('AlarmNamePrefix and AlarmNames may not be specified together.'),
        );
      const wanted = [...metrics(region).alarms]
        .filter(([name]) => AlarmNames === undefined || AlarmNames.includes(name))
        .filter(([name]) => name.startsWith(AlarmNamePrefix ?? ''))
        .filter(([, alarm]) => StateValue === undefined || alarm.StateValue === StateValue)
        .toSorted(([a], [b]) => (a < b ? -1 : 1));
      const question = `DescribeAlarms ${region} ${String(AlarmNames)} ${AlarmNamePrefix} ${StateValue}`;
      const { items, next } = page(wanted, question, { token: NextToken, size: MaxRecords });
      return { MetricAlarms: items.map(([, alarm]) => alarm), CompositeAlarms: [], NextToken: next };
    },
    DeleteAlarms: ({ AlarmNames }, { region }) => {
      const { alarms } = metrics(region);
      const names = given(AlarmNames, 'AlarmNames');
      // All of them or none.
      for (const name of names) alarmNamed({ alarms }, name);
      for (const name of names) alarms.delete(name);
      return {};
    },
    EnableAlarmActions: ({ AlarmNames }, { region }) => {
      setActions(metrics(region), given(AlarmNames, 'AlarmNames'), true);
      return {};
    },
    DisableAlarmActions: ({ AlarmNames }, { region }) => {
      setActions(metrics(region), given(AlarmNames, 'AlarmNames'), false);
      return {};
    },
    SetAlarmState: ({ AlarmName, StateValue, StateReason }, { region, now }) => {
      const { alarms } = metrics(region);
      const name = given(AlarmName, 'AlarmName');
      alarms.set(name, {
        ...alarmNamed({ alarms }, name),
        StateValue: given(StateValue, 'StateValue'),
        StateReason: given(StateReason, 'StateReason'),
        StateUpdatedTimestamp: new Date(now),
      });
      return {};
    },
  };
}

function alarmOf({ Tags: _tags, ...input }: PutMetricAlarmCommandInput): MetricAlarm {
  if (input.Metrics === undefined && (input.MetricName === undefined || input.Namespace === undefined))
    throw new InvalidParameterCombinationException(
      because('Either MetricName and Namespace or Metrics must be specified.'),
    );
  if (input.Metrics !== undefined) checkQueries(input.Metrics, input);
  return {
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    ...input,
    ActionsEnabled: input.ActionsEnabled ?? true,
  };
}

/** API_PutMetricAlarm: queries stand alone, each with its own period, and one of them gives what the alarm watches. */
function checkQueries(
  queries: readonly MetricDataQuery[],
  {
    MetricName,
    Namespace,
    Dimensions,
    Period,
    Statistic,
    ExtendedStatistic,
    Unit,
  }: PutMetricAlarmCommandInput,
): void {
  const beside = [MetricName, Namespace, Dimensions, Period, Statistic, ExtendedStatistic, Unit];
  if (beside.some((member) => member !== undefined))
    throw new InvalidParameterCombinationException(
      because('Metrics list cannot be specified along with the parameters of a single metric.'),
    );
  const ids = queries.map(({ Id }) => Id ?? '');
  if (new Set(ids).size < ids.length || ids.some((id) => !/^[a-z]\w*$/.test(id)))
    throw invalid('The ids of the metrics list must be unique, and begin with a lower-case letter.');
  if (queries.filter(({ ReturnData = true }) => ReturnData).length !== 1)
    throw invalid('Exactly one element of the metrics list should return data.');
  if (queries.filter(({ MetricStat }) => MetricStat !== undefined).length > MOST_METRICS)
    throw invalid(`The metrics list must not have more than ${MOST_METRICS} metrics.`);
}

function alarmNamed({ alarms }: Pick<MetricsState, 'alarms'>, name: string): MetricAlarm {
  const found = alarms.get(name);
  if (found === undefined) throw new ResourceNotFound(because(`Alarm ${name} does not exist.`));
  return found;
}

/** As CloudWatch does it, names of alarms that are not there are passed over. */
function setActions({ alarms }: MetricsState, names: readonly string[], enabled: boolean): void {
  for (const name of names) {
    const alarm = alarms.get(name);
    if (alarm !== undefined) alarms.set(name, { ...alarm, ActionsEnabled: enabled });
  }
}
