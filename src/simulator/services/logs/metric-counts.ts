import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import type { LogLine } from '../../world/log-events.ts';
import type { LogGroup } from '../../world/logs-state.ts';
import { addMeasurement, type MetricsState } from '../../world/metrics-state.ts';
import { filterPattern, parsed, select } from './filter-pattern.ts';

/** What a group's metric filters make of new lines. */
export function countMatches(
  metrics: MetricsState,
  { metricFilters }: LogGroup,
  lines: readonly LogLine[],
): void {
  for (const { filterPattern: pattern, metricTransformations = [] } of metricFilters.values()) {
    const matches = filterPattern(pattern);
    for (const line of lines.filter(({ message }) => matches(message)))
      for (const transformation of metricTransformations) count(metrics, transformation, line);
  }
}

/** A value or a dimension is given as it is, or as a property of the message (`$.a.b`). */
function count(metrics: MetricsState, transformation: MetricTransformation, line: LogLine): void {
  const { metricNamespace, metricName, metricValue = '1', dimensions = {}, unit } = transformation;
  const message = parsed(line.message);
  const read = (text: string): unknown => (text.startsWith('$') ? select(message, text) : text);
  const value = Number(read(metricValue));
  const named = Object.entries(dimensions).map(([name, text]) => [name, read(text)] as const);
  // As in AWS: a line without the value or a dimension counts for nothing.
  if (Number.isNaN(value) || named.some(([, own]) => own === undefined)) return;
  addMeasurement(metrics, {
    namespace: metricNamespace ?? '',
    name: metricName ?? '',
    dimensions: Object.fromEntries(named.map(([name, own]) => [name, String(own)])),
    value,
    time: line.timestamp,
    unit: unit ?? 'None',
  });
}
