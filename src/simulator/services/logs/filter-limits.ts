import { LimitExceededException, type MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroup } from '../../world/logs-state.ts';
import { because } from '../../wire/wire-error.ts';
import { invalid } from './handlers.ts';

// CloudWatch Logs user guide, "Filter pattern syntax", and API_PutMetricFilter, API_MetricTransformation.
const MOST_CHARACTERS = 1024;
const MOST_EXPRESSIONS = 2;
const MOST_WITH_EXPRESSIONS = 5;
const MOST_DIMENSIONS = 3;

/** What CloudWatch Logs refuses of a filter that is to stay, besides its syntax. */
export function checkPattern(pattern = ''): void {
  if (pattern.length > MOST_CHARACTERS)
    throw invalid(
      "1 validation error detected: Value at 'filterPattern' failed to satisfy constraint: Member must have length less than or equal to 1024",
    );
  if (expressionsIn(pattern) > MOST_EXPRESSIONS)
    throw invalid(`Invalid filter pattern: more than ${MOST_EXPRESSIONS} regular expressions`);
}

/** A log group takes few filters with regular expressions, of both kinds together; a Put replaces its own. */
export function checkExpressions(group: LogGroup, name: string, pattern = ''): void {
  if (expressionsIn(pattern) === 0) return;
  const others = [...group.metricFilters.values(), ...group.subscriptionFilters.values()].filter(
    (one) => one.filterName !== name && expressionsIn(one.filterPattern ?? '') > 0,
  );
  if (others.length >= MOST_WITH_EXPRESSIONS)
    throw new LimitExceededException(because('Resource limit exceeded.'));
}

/** Dimensions are members of the message, so that terms have none; a metric with dimensions has no default. */
export function checkDimensions(
  pattern: string | undefined,
  { dimensions = {}, defaultValue }: MetricTransformation,
): void {
  const names = Object.keys(dimensions);
  if (names.length === 0) return;
  if (names.length > MOST_DIMENSIONS)
    throw invalid(`Invalid metric transformation: more than ${MOST_DIMENSIONS} dimensions`);
  if (defaultValue !== undefined)
    throw invalid('Invalid metric transformation: dimensions and default value are mutually exclusive.');
  if (!/^\s*[{[]/.test(pattern ?? ''))
    throw invalid('Invalid metric transformation: dimensions need a JSON or space-delimited filter pattern.');
}

function expressionsIn(pattern: string): number {
  const text = pattern.trim();
  if (/^%[\s\S]+%$/.test(text)) return 1;
  if (!text.startsWith('{')) return 0;
  return [...text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/%[^%]*%/g)].length;
}
