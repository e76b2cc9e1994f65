import type { MetricAlarm, StandardUnit } from '@aws-sdk/client-cloudwatch';

/** Values of one metric with one set of dimensions. */
export interface MetricSeries {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly points: MetricPoint[];
}

/** A value and how often it was measured. */
export interface MetricPoint {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly value: number;
  readonly count: number;
  readonly unit: StandardUnit;
}

/** CloudWatch in one Region. */
export interface MetricsState {
  readonly series: Map<string, MetricSeries>;
  readonly alarms: Map<string, MetricAlarm>;
}

export interface Measurement {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly value: number;
  readonly time: number;
  readonly count?: number;
  readonly unit?: StandardUnit;
}

export function addMeasurement(state: MetricsState, measurement: Measurement): void {
  const { namespace, name, dimensions = {}, value, time, count = 1, unit = 'None' } = measurement;
  const key = seriesKey(namespace, name, dimensions);
  const series = state.series.get(key) ?? { namespace, name, dimensions, points: [] };
  state.series.set(key, series);
  series.points.push({ time, value, count, unit });
}

/** The same metric with other dimensions is another metric. */
export function seriesKey(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): string {
  const sorted = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
}
