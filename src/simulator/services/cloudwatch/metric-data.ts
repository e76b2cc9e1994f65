import type { MetricDataQuery, MetricDataResult, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { seriesKey, type MetricPoint } from '../../world/metrics-state.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { dimensionsOf, invalid, page, type CloudWatchHandlers } from './handlers.ts';

const MOST_POINTS = 100_800;
const MOST_QUERIES = 500;

/** Metrics over time. Metric math is not part of it and says so. */
export function metricDataHandlers({ metrics }: World): CloudWatchHandlers {
  return {
    GetMetricData: (input, call) => {
      const queries = given(input.MetricDataQueries, 'MetricDataQueries');
      const start = given(input.StartTime, 'StartTime').getTime();
      const end = given(input.EndTime, 'EndTime').getTime();
      if (start >= end) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
      if (queries.length > MOST_QUERIES) throw invalid('The collection MetricDataQueries is too large.');
      const ascending = input.ScanBy === 'TimestampAscending';
      const wanted = queries.filter(({ ReturnData = true }) => ReturnData);
      const cells = wanted.flatMap((query) =>
        statistics(metrics(call.region).series, query, { start, end, ascending, call }),
      );
      const question = `GetMetricData ${call.region} ${start} ${end} ${JSON.stringify(queries)}`;
      const size = input.MaxDatapoints ?? MOST_POINTS;
      const { items, next } = page(cells, question, { token: input.NextToken, size });
      const later = new Set(cells.slice(cells.indexOf(items.at(-1) ?? EMPTY) + 1).map(({ id }) => id));
      const results = wanted.map((query): MetricDataResult => {
        const own = items.filter(({ id }) => id === query.Id);
        return {
          Id: query.Id,
          Label: query.Label ?? query.MetricStat?.Metric?.MetricName,
          Timestamps: own.map(({ time }) => new Date(time)),
          Values: own.map(({ value }) => value),
          StatusCode: next !== undefined && later.has(query.Id ?? '') ? 'PartialData' : 'Complete',
        };
      });
      return { MetricDataResults: results, NextToken: next, Messages: [] };
    },
  };
}

interface Cell {
  readonly id: string;
  readonly time: number;
  readonly value: number;
}

const EMPTY: Cell = { id: '', time: 0, value: 0 };

interface Range {
  readonly start: number;
  readonly end: number;
  readonly ascending: boolean;
  readonly call: Call;
}

/** The statistic of each period that has values. */
function statistics(
  series: ReturnType<World['metrics']>['series'],
  query: MetricDataQuery,
  { start, end, ascending, call }: Range,
): readonly Cell[] {
  const { stat, period, key, unit } = readQuery(query);
  const periods = new Map<number, MetricPoint[]>();
  for (const point of series.get(key)?.points ?? []) {
    const from = Math.floor(point.time / period) * period;
    const within = from >= Math.floor(start / period) * period && point.time < end && point.time <= call.now;
    if (!within || (unit !== undefined && point.unit !== unit)) continue;
    const own = periods.get(from) ?? [];
    own.push(point);
    periods.set(from, own);
  }
  return [...periods]
    .map(([time, points]) => ({ id: query.Id ?? '', time, value: statisticOf(points, stat) }))
    .toSorted((a, b) => (ascending ? a.time - b.time : b.time - a.time));
}

function readQuery({ MetricStat, Expression, Id }: MetricDataQuery): {
  readonly stat: string;
  readonly period: number;
  readonly key: string;
  readonly unit: MetricStat['Unit'];
} {
  if (Expression !== undefined)
    throw new WireError(
      'NotImplemented',
      'CloudWatch: expressions are not part of the simulated account; ask for the metrics themselves',
      501,
    );
  if (!/^[a-z]\w*$/.test(Id ?? ''))
    throw invalid(
      `The value ${Id} for parameter MetricDataQueries.member.1.Id is not matching the expected pattern.`,
    );
  const { Metric, Period, Stat, Unit } = given(MetricStat, 'MetricStat');
  const seconds = given(Period, 'Period');
  if (![1, 5, 10, 20, 30].includes(seconds) && (seconds < 60 || seconds % 60 !== 0))
    throw invalid('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  const { Namespace, MetricName, Dimensions } = given(Metric, 'Metric');
  const [namespace, name] = [given(Namespace, 'Namespace'), given(MetricName, 'MetricName')];
  return {
    stat: given(Stat, 'Stat'),
    period: seconds * 1000,
    key: seriesKey(namespace, name, dimensionsOf(Dimensions)),
    unit: Unit,
  };
}

function statisticOf(points: readonly MetricPoint[], stat: string): number {
  const count = points.reduce((sum, point) => sum + point.count, 0);
  const sum = points.reduce((total, point) => total + point.value * point.count, 0);
  const values = points.map(({ value }) => value).toSorted((a, b) => a - b);
  const percentile = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(stat)?.[1];
  if (percentile !== undefined)
    return values[Math.min(values.length - 1, Math.floor((Number(percentile) / 100) * values.length))] ?? 0;
  if (stat === 'Sum') return sum;
  if (stat === 'Average') return sum / count;
  if (stat === 'SampleCount') return count;
  if (stat === 'Minimum') return values[0] ?? 0;
  if (stat === 'Maximum') return values.at(-1) ?? 0;
  throw invalid(`The value ${stat} for parameter MetricStat.Stat is not supported.`);
}
