import type { Metric, MetricDatum } from '@aws-sdk/client-cloudwatch';
import { given } from '../../world/given.ts';
import { addMeasurement, type Measurement, type MetricSeries } from '../../world/metrics-state.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { dimensionsOf, invalid, page, type CloudWatchHandlers } from './handlers.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const LISTED = 500;
const MOST_AT_ONCE = 1000;

/** What is measured, and what else is put there. */
export function metricHandlers({ metrics }: World): CloudWatchHandlers {
  return {
    ListMetrics: (input, { region, now }) => {
      const { Namespace, MetricName, Dimensions = [], NextToken } = input;
      const wanted = [...metrics(region).series.values()]
        // A metric without values in two weeks is not listed.
        .filter(({ points }) => points.some(({ time }) => time <= now && time >= now - 14 * DAY))
        .filter(({ namespace }) => Namespace === undefined || namespace === Namespace)
        .filter(({ name }) => MetricName === undefined || name === MetricName)
        .filter(({ dimensions }) =>
          Dimensions.every(({ Name = '', Value }) =>
            Value === undefined ? Name in dimensions : dimensions[Name] === Value,
          ),
        );
      const question = `ListMetrics ${region} ${Namespace} ${MetricName} ${JSON.stringify(Dimensions)}`;
      const { items, next } = page(wanted, question, { token: NextToken, size: LISTED });
      return { Metrics: items.map(shown), NextToken: next };
    },
    PutMetricData: ({ Namespace, MetricData = [], EntityMetricData }, { region, now }) => {
      const namespace = given(Namespace, 'Namespace');
      if (namespace.startsWith('AWS/')) throw invalid('The value AWS/ for parameter Namespace is invalid.');
      if (EntityMetricData !== undefined)
        throw new WireError(
          'NotImplemented',
          'CloudWatch: metrics of entities are not part of the simulated account',
          501,
        );
      if (MetricData.length > MOST_AT_ONCE)
        throw invalid('The collection MetricData must not have a size greater than 1000.');
      const all = MetricData.flatMap((datum) => measurementsIn(namespace, datum, now));
      for (const measurement of all) addMeasurement(metrics(region), measurement);
      return {};
    },
  };
}

function shown({ namespace, name, dimensions }: MetricSeries): Metric {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

function measurementsIn(namespace: string, datum: MetricDatum, now: number): readonly Measurement[] {
  const time = datum.Timestamp?.getTime() ?? now;
  if (time < now - 14 * DAY || time > now + 2 * HOUR)
    throw invalid(
      'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks and the next two hours.',
    );
  const base = {
    namespace,
    name: given(datum.MetricName, 'MetricName'),
    dimensions: dimensionsOf(datum.Dimensions),
    time,
    unit: datum.Unit ?? 'None',
  };
  const { Value, Values, Counts, StatisticValues: set } = datum;
  if (set !== undefined) return statisticSet(base, set);
  if (Values !== undefined)
    return Values.map((value, index) => ({ ...base, value, count: Counts?.[index] ?? 1 }));
  if (Value === undefined)
    throw invalid('At least one of the parameters must be specified: Value, Values, StatisticValues.');
  return [{ ...base, value: Value }];
}

/** A set is kept as its extremes and the mean of the rest, which keeps sum, count, least and greatest. */
function statisticSet(
  base: Omit<Measurement, 'value'>,
  set: NonNullable<MetricDatum['StatisticValues']>,
): readonly Measurement[] {
  const [count, sum] = [given(set.SampleCount, 'SampleCount'), given(set.Sum, 'Sum')];
  const [least, greatest] = [given(set.Minimum, 'Minimum'), given(set.Maximum, 'Maximum')];
  if (count <= 2) return [{ ...base, value: sum / count, count }];
  const rest = { ...base, value: (sum - least - greatest) / (count - 2), count: count - 2 };
  return [{ ...base, value: least }, rest, { ...base, value: greatest }];
}
