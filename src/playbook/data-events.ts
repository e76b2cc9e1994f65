import type { SourceId } from '../model/source.ts';

/**
 * Events that CloudTrail records only as data events, by the class that holds them (FACTS 1.3 and 2.1;
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html).
 * Inference of the mantle and Claude planes is missing on purpose: `CreateInference` is in both.
 */
const BY_SOURCE: readonly (readonly [SourceId, readonly string[]])[] = [
  [
    'cloudtrail.data.s3',
    ['GetObject', 'PutObject', 'DeleteObject', 'DeleteObjects', 'CopyObject', 'HeadObject'],
  ],
  ['cloudtrail.data.lambda', ['Invoke']],
  [
    'cloudtrail.data.bedrock',
    ['InvokeAgent', 'InvokeInlineAgent', 'InvokeFlow', 'Retrieve', 'RetrieveAndGenerate'],
  ],
  ['cloudtrail.data.bedrock', ['ApplyGuardrail', 'RenderPrompt', 'StartAsyncInvoke', 'GetAsyncInvoke']],
  ['cloudtrail.data.bedrock', ['InvokeModelWithBidirectionalStream', 'RetrieveAndGenerateStream']],
  [
    'cloudtrail.data.sagemaker',
    ['InvokeEndpoint', 'InvokeEndpointAsync', 'InvokeEndpointWithResponseStream'],
  ],
  ['cloudtrail.data.ses', ['SendEmail', 'SendRawEmail', 'SendBulkEmail', 'SendTemplatedEmail']],
];

/** The class a data event belongs to, by the event's name. */
export const DATA_EVENTS: ReadonlyMap<string, readonly SourceId[]> = new Map(
  BY_SOURCE.flatMap(([source, names]) =>
    names.map((name): [string, readonly SourceId[]] => [name, [source]]),
  ),
);
