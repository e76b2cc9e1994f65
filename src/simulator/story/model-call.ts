import type { JsonObject } from '../../base/json.ts';
import { cloudTrailRecord, type Caller, type CloudTrailRecord } from './cloudtrail-record.ts';
import { textField } from './field.ts';
import { invocationRecord, type Exchange, type InvocationRecord } from './invocation-record.ts';
import type { Random } from './random.ts';

/** A moment of the story: what CloudTrail wrote of it and, where there is one, the invocation log. */
export interface Moment {
  readonly event: CloudTrailRecord;
  readonly time: number;
  readonly invocation?: InvocationRecord;
}

/** An exchange without what follows from its caller. */
export type Talk = Omit<Exchange, 'requestId' | 'callerArn'> & {
  /** Invocation logging is off in this Region at this time: CloudTrail has the call, nobody has the words. */
  readonly unlogged?: boolean;
  /** The caller authenticates with a Bedrock API key. */
  readonly bearerToken?: boolean;
};

/** Calls a model: one CloudTrail event and, if logging is on, the invocation record with the same request id. */
export function modelCall(random: Random, caller: Caller, talk: Talk): Moment {
  const requestId = random.uuid();
  const event = cloudTrailRecord(random, caller, {
    time: talk.time,
    region: talk.region,
    service: 'bedrock',
    name: talk.operation,
    readOnly: true,
    requestId,
    host: `bedrock-runtime.${talk.region}.amazonaws.com`,
    request: { modelId: talk.modelId },
    additional: additionalData(talk),
  });
  if (talk.unlogged === true) return { event, time: talk.time };
  const callerArn = textField(caller.identity, 'arn');
  return { event, time: talk.time, invocation: invocationRecord({ ...talk, requestId, callerArn }) };
}

function additionalData(talk: Talk): JsonObject {
  const blocked = typeof talk.guardrail === 'object' && talk.guardrail.source === 'input';
  return {
    inputTokens: blocked ? 0 : talk.inputTokens,
    outputTokens: blocked ? 0 : talk.outputTokens,
    ...(talk.inferenceRegion === undefined ? {} : { inferenceRegion: talk.inferenceRegion }),
    ...(talk.bearerToken === true ? { callWithBearerToken: true } : {}),
  };
}
