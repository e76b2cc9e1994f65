import type { JsonObject } from '../../base/json.ts';
import type { Moment } from '../story/model-call.ts';
import type { Measurement } from './metrics-state.ts';

const MODEL_CALL = /^(InvokeModel|Converse)/;

/** Bedrock measures per model and over all models. */
export function measurementsOf(moment: Moment): readonly Measurement[] {
  const { event, time, invocation } = moment;
  if (event.eventSource !== 'bedrock.amazonaws.com' || !MODEL_CALL.test(event.eventName)) return [];
  const model = event.requestParameters?.['modelId'];
  if (typeof model !== 'string') return [];
  const values: Readonly<Record<string, number>> =
    event.errorCode === undefined
      ? {
          Invocations: 1,
          InputTokenCount: tokens(event.additionalEventData, 'inputTokens'),
          OutputTokenCount: tokens(event.additionalEventData, 'outputTokens'),
        }
      : { InvocationClientErrors: 1 };
  const namespace = 'AWS/Bedrock';
  const own = Object.entries(values).flatMap(([name, value]) =>
    [{ ModelId: model }, {}].map((dimensions) => ({ namespace, name, dimensions, value, time })),
  );
  if (invocation === undefined) return own;
  const delivered = 'ModelInvocationLogsCloudWatchDeliverySuccess';
  return [...own, { namespace, name: delivered, value: 1, time }];
}

function tokens(data: JsonObject | null | undefined, name: string): number {
  const value = data?.[name];
  return typeof value === 'number' ? value : 0;
}
