import { isObject } from '../base/json.ts';
import type { Head, Reader } from '../ports/reader.ts';

/** Kinds of file that lie beside logs and are none: kept as evidence, named, and not read. */
export const SET_ASIDE: readonly Reader[] = [
  kind(
    'cloudtrail-digest',
    'CloudTrail digest file',
    (first) => 'digestStartTime' in first && 'logFiles' in first,
  ),
  kind(
    'cloudtrail-insight',
    'CloudTrail Insights aggregation',
    (first) => 'aggregatedEvents' in first || 'eventTimeAggregation' in first,
  ),
  kind('s3-notification', 'S3 event notification', (first) => first['eventSource'] === 'aws:s3'),
  kind('sagemaker-data-capture', 'SageMaker endpoint data capture', isDataCapture),
  kind(
    'vpc-flow-or-config',
    'AWS Config item',
    (first) => 'configurationItems' in first || 'configurationItemCaptureTime' in first,
  ),
  {
    id: 'bedrock-permission-check',
    title: 'marker that Bedrock writes to test its permission',
    table: null,
    recognise: ({ path, text }) =>
      /(^|\/)amazon-bedrock-logs-permission-check$/.test(path) && text.length < 1024,
  },
];

function kind(
  id: string,
  title: string,
  matches: (first: Readonly<Record<string, unknown>>) => boolean,
): Reader {
  return { id, title, table: null, recognise: ({ first }: Head) => isObject(first) && matches(first) };
}

function isDataCapture(first: Readonly<Record<string, unknown>>): boolean {
  if ('captureData' in first && 'eventMetadata' in first) return true;
  return typeof first['_raw'] === 'string' && first['_raw'].startsWith('{"captureData"');
}
