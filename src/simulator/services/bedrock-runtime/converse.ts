import type {
  ConverseStreamOutput,
  GuardrailTraceAssessment,
  Message,
  SystemContentBlock,
  TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import type { Json, JsonObject } from '../../../base/json.ts';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import { exchange, type Exchange } from './exchange.ts';
import { traced } from './guardrails-of-call.ts';
import type { RuntimeHandlers } from './handlers.ts';
import { logCall, type Logged } from './log-record.ts';
import { textsIn } from './model-body.ts';
import type { createPace } from './pace.ts';

interface Conversation {
  readonly modelId?: string | undefined;
  readonly messages?: Message[] | undefined;
  readonly system?: SystemContentBlock[] | undefined;
  readonly inferenceConfig?: { readonly maxTokens?: number | undefined } | undefined;
  readonly guardrailConfig?:
    | {
        readonly guardrailIdentifier?: string | undefined;
        readonly guardrailVersion?: string | undefined;
        readonly trace?: string | undefined;
      }
    | undefined;
  readonly requestMetadata?: Record<string, string> | undefined;
}

/** Converse and its stream: one layout for all models. */
export function converseHandlers(world: World, pace: ReturnType<typeof createPace>): RuntimeHandlers {
  const ask = (input: Conversation, call: Call): Exchange => {
    const modelId = given(input.modelId, 'modelId');
    const said = textsIn(input.messages).join('\n');
    const { maxTokens } = input.inferenceConfig ?? {};
    if (said === '')
      throw new WireError('ValidationException', 'A conversation must start with a user message.');
    if (maxTokens !== undefined && maxTokens < 1)
      throw new WireError(
        'ValidationException',
        `The value at 'inferenceConfig.maxTokens' must be at least 1: ${maxTokens}.`,
      );
    pace(call.region, modelId);
    const prompt = [...textsIn(input.system), said].join('\n');
    return exchange(world, call, { modelId, prompt, said, embedding: false, guardrail: guardrailOf(input) });
  };
  const log = (
    operation: Logged['operation'],
    { modelId: _model, ...input }: Conversation,
    { call, done }: Done,
  ): void =>
    logCall(world, call, {
      operation,
      exchange: done,
      input: plain(input),
      output: assembled({ done, call }, input),
      requestMetadata: input.requestMetadata,
    });
  return {
    Converse: (input, call) => {
      const done = ask(input, call);
      log('Converse', input, { call, done });
      return {
        output: messageOf(done, call),
        stopReason: stopReason(done),
        usage: usageOf(done),
        metrics: { latencyMs: latency(done) },
        ...(traceOf(done, input) === undefined ? {} : { trace: { guardrail: traceOf(done, input) } }),
      };
    },
    ConverseStream: (input, call) => {
      const done = ask(input, call);
      log('ConverseStream', input, { call, done });
      return { stream: streamed(done, input) };
    },
  };
}

interface Done {
  readonly call: Call;
  readonly done: Exchange;
}

async function* streamed(done: Exchange, input: Conversation): AsyncGenerator<ConverseStreamOutput> {
  yield { messageStart: { role: 'assistant' } };
  for (const text of done.text.match(/[\s\S]{1,48}/g) ?? [])
    yield { contentBlockDelta: { contentBlockIndex: 0, delta: { text } } };
  yield { contentBlockStop: { contentBlockIndex: 0 } };
  yield { messageStop: { stopReason: stopReason(done) } };
  const guardrail = traceOf(done, input);
  yield {
    metadata: {
      usage: usageOf(done),
      metrics: { latencyMs: latency(done) },
      ...(guardrail === undefined ? {} : { trace: { guardrail } }),
    },
  };
}

/** The log keeps one assembled object, of streams too; there the assessments of outputs are a list of maps. */
function assembled({ done, call }: Done, input: Pick<Conversation, 'guardrailConfig'>): JsonObject {
  const trace = traceOf(done, input);
  const { outputAssessments, ...rest } = trace ?? {};
  const lists = Object.entries(outputAssessments ?? {}).flatMap(([id, found]) =>
    found.map((one) => ({ [id]: one })),
  );
  return plain({
    output: messageOf(done, call),
    stopReason: stopReason(done),
    metrics: { latencyMs: latency(done) },
    usage: usageOf(done),
    ...(trace === undefined
      ? {}
      : { trace: { guardrail: { ...rest, ...(lists.length === 0 ? {} : { outputAssessments: lists }) } } }),
  });
}

function guardrailOf({ guardrailConfig }: Conversation) {
  if (guardrailConfig === undefined) return undefined;
  return {
    identifier: given(guardrailConfig.guardrailIdentifier, 'guardrailIdentifier'),
    version: given(guardrailConfig.guardrailVersion, 'guardrailVersion'),
  };
}

function stopReason({ intervened, input, output, tool }: Exchange) {
  if (intervened && (input.blocked || output?.intervened === true)) return 'guardrail_intervened';
  return tool === null ? 'end_turn' : 'tool_use';
}

function messageOf({ text, tool }: Exchange, { requestId }: Call) {
  const asked =
    tool === null ? [] : [{ toolUse: { toolUseId: `tooluse_${requestId.replaceAll('-', '')}`, ...tool } }];
  return { message: { role: 'assistant' as const, content: [{ text }, ...asked] } };
}

function usageOf({ inputTokens, outputTokens }: Exchange): TokenUsage {
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
}

function latency({ outputTokens }: Exchange): number {
  return 350 + outputTokens * 14;
}

/** Only where it was asked for: no trace does not mean no guardrail. */
function traceOf(
  { guarded, input, output, said }: Exchange,
  { guardrailConfig }: Pick<Conversation, 'guardrailConfig'>,
): GuardrailTraceAssessment | undefined {
  const { trace } = guardrailConfig ?? {};
  if (!guarded || trace === undefined || trace === 'disabled') return undefined;
  return {
    inputAssessment: Object.fromEntries(input.byGuardrail.map((one) => [one.id, traced(one)])),
    ...(output === undefined
      ? {}
      : { outputAssessments: Object.fromEntries(output.byGuardrail.map((one) => [one.id, [traced(one)]])) }),
    ...(output?.blocked === true ? { modelOutput: [said] } : {}),
    ...(input.blocked || output?.blocked === true ? { actionReason: 'Guardrail blocked.' } : {}),
  };
}

/** Bytes (images, documents) are not kept in a record. */
function plain(value: object): JsonObject {
  const text = JSON.stringify(value, (_key, own: unknown) => (own instanceof Uint8Array ? undefined : own));
  return JSON.parse(text) as Record<string, Json>;
}
