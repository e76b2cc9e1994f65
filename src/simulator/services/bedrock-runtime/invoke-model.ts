import { isObject, type JsonObject } from '../../../base/json.ts';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { exchange, modelFor, type Exchange } from './exchange.ts';
import { traced } from './guardrails-of-call.ts';
import type { RuntimeHandlers } from './handlers.ts';
import { logCall } from './log-record.ts';
import { readModelBody, writeModelBody, writeModelChunks, type Answer } from './model-body.ts';
import type { createPace } from './pace.ts';

interface Invocation {
  readonly modelId?: string | undefined;
  readonly body?: Uint8Array | undefined;
  readonly guardrailIdentifier?: string | undefined;
  readonly guardrailVersion?: string | undefined;
  readonly trace?: string | undefined;
  readonly requestMetadata?: string | undefined;
}

/** InvokeModel and its stream: bodies in the layout of each provider. */
export function invokeModelHandlers(world: World, pace: ReturnType<typeof createPace>): RuntimeHandlers {
  const ask = (input: Invocation, call: Call): { readonly asked: JsonObject; readonly done: Exchange } => {
    const modelId = given(input.modelId, 'modelId');
    const { family } = modelFor(world, call, modelId);
    pace(call.region, modelId);
    const { json, ...asked } = readModelBody(family, input.body);
    return { asked: json, done: exchange(world, call, { modelId, ...asked, guardrail: guardrailOf(input) }) };
  };
  return {
    InvokeModel: (input, call) => {
      const { asked, done } = ask(input, call);
      const output = {
        ...writeModelBody(done.model.family, answerOf(done, call)),
        ...guardrailMembers(done, input),
      };
      logCall(world, call, {
        operation: 'InvokeModel',
        exchange: done,
        input: asked,
        output,
        requestMetadata: metadataOf(input),
      });
      return { body: bytes(output), contentType: 'application/json' };
    },
    InvokeModelWithResponseStream: (input, call) => {
      const { asked, done } = ask(input, call);
      const chunks = writeModelChunks(done.model.family, answerOf(done, call));
      const metrics = {
        'amazon-bedrock-invocationMetrics': {
          inputTokenCount: done.inputTokens,
          outputTokenCount: done.outputTokens,
          invocationLatency: 400 + done.outputTokens * 12,
        },
        ...guardrailMembers(done, input),
      };
      const output = chunks.map((chunk, index) =>
        index === chunks.length - 1 ? { ...chunk, ...metrics } : chunk,
      );
      logCall(world, call, {
        operation: 'InvokeModelWithResponseStream',
        exchange: done,
        input: asked,
        output,
        requestMetadata: metadataOf(input),
      });
      return { body: streamed(output), contentType: 'application/json' };
    },
  };
}

function answerOf({ text, inputTokens, outputTokens, question }: Exchange, { requestId }: Call): Answer {
  return { text, inputTokens, outputTokens, modelId: question.modelId, requestId };
}

function guardrailOf({ guardrailIdentifier, guardrailVersion }: Invocation) {
  if (guardrailIdentifier === undefined) return undefined;
  if (guardrailVersion === undefined)
    throw new WireError('ValidationException', 'guardrailVersion is required with guardrailIdentifier.');
  return { identifier: guardrailIdentifier, version: guardrailVersion };
}

/** What a guardrail adds to a body: what it did and, if asked, what it found. */
function guardrailMembers(
  { guarded, intervened, input, output, said }: Exchange,
  { trace }: Invocation,
): JsonObject {
  if (!guarded) return {};
  const found = {
    input: Object.fromEntries(input.byGuardrail.map((one) => [one.id, traced(one)])),
    outputs: (output?.byGuardrail ?? []).map((one) => ({ [one.id]: traced(one) })),
    ...(output?.blocked === true ? { modelOutput: [said] } : {}),
  };
  return {
    'amazon-bedrock-guardrailAction': intervened ? 'INTERVENED' : 'NONE',
    ...(trace === undefined || trace === 'DISABLED'
      ? {}
      : { 'amazon-bedrock-trace': { guardrail: found as unknown as JsonObject } }),
  };
}

/** The caller's own words about the call, as JSON in a header. */
function metadataOf({ requestMetadata }: Invocation): Readonly<Record<string, string>> | undefined {
  if (requestMetadata === undefined) return undefined;
  const read: unknown = JSON.parse(requestMetadata);
  return isObject(read)
    ? Object.fromEntries(Object.entries(read).map(([key, value]) => [key, String(value)]))
    : undefined;
}

async function* streamed(chunks: readonly JsonObject[]) {
  for (const chunk of chunks) yield { chunk: { bytes: bytes(chunk) } };
}

function bytes(value: JsonObject): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
