import type { Json, JsonObject } from '../../base/json.ts';
import { ACCOUNT, WORKLOAD, seconds } from './names.ts';

export type Operation = 'InvokeModel' | 'InvokeModelWithResponseStream' | 'Converse' | 'ConverseStream';

/** What a guardrail did to an exchange; `source` says which side it stopped. */
export interface Intervention {
  readonly source: 'input' | 'output';
  readonly assessment: JsonObject;
  /** What the caller got instead of the model's words. */
  readonly message: string;
}

/** A tool the model asked the application to run. */
export interface ToolCall {
  readonly name: string;
  readonly input: JsonObject;
}

/** One question to a model and its answer, before it takes the layout of an operation. */
export interface Exchange {
  readonly time: number;
  readonly region: string;
  readonly requestId: string;
  readonly operation: Operation;
  readonly modelId: string;
  readonly callerArn: string;
  readonly system?: string;
  readonly prompt: string;
  readonly response: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** `evaluated`: a guardrail looked and found nothing. Absent: no guardrail was asked for. */
  readonly guardrail?: 'evaluated' | Intervention;
  readonly toolCall?: ToolCall;
  /** The model turns the prompt into a vector; there are no words in its answer. */
  readonly embedding?: boolean;
  readonly inferenceRegion?: string;
  /** Bodies over 100 KB are kept as objects of their own beside the records. */
  readonly offload?: 'input' | 'output';
  /** A stream may end with the text "[DONE]". */
  readonly endsWithDone?: boolean;
}

/** A record of the model-invocation log, and the bodies that were put aside under `data/`. */
export interface InvocationRecord {
  readonly time: number;
  readonly region: string;
  readonly record: JsonObject;
  readonly sideObjects: readonly SideObject[];
}

/** A body of its own: `data/<requestId>_input.json.gz`. */
export interface SideObject {
  readonly name: string;
  readonly body: Json;
}

/** Writes an exchange down in the layout of its operation. */
export function invocationRecord(exchange: Exchange): InvocationRecord {
  const conversation = exchange.operation.startsWith('Converse');
  const input = conversation ? converseInput(exchange) : messagesInput(exchange);
  const output = conversation ? converseOutput(exchange) : messagesOutput(exchange);
  const blocked = blockedInput(exchange);
  const streamed = exchange.operation === 'InvokeModelWithResponseStream';
  const record: JsonObject = {
    timestamp: seconds(exchange.time),
    accountId: ACCOUNT,
    region: exchange.region,
    requestId: exchange.requestId,
    operation: exchange.operation,
    modelId: exchange.modelId,
    identity: { arn: exchange.callerArn },
    ...(exchange.inferenceRegion === undefined ? {} : { inferenceRegion: exchange.inferenceRegion }),
    input: {
      inputContentType: 'application/json',
      ...bodyPlace(exchange, 'input', input),
      inputTokenCount: blocked ? 0 : exchange.inputTokens,
    },
    output: {
      outputContentType: 'application/json',
      ...bodyPlace(exchange, 'output', output),
      ...(streamed ? {} : { outputTokenCount: blocked ? 0 : exchange.outputTokens }),
    },
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
  };
  const sideObjects =
    exchange.offload === undefined
      ? []
      : [{ name: sideName(exchange, exchange.offload), body: exchange.offload === 'input' ? input : output }];
  return { time: exchange.time, region: exchange.region, record, sideObjects };
}

/** The folder of an hour's records: `AWSLogs/ACCT/BedrockModelInvocationLogs/REGION/YYYY/MM/DD/HH`. */
export function invocationFolder(region: string, time: number): string {
  const iso = new Date(time).toISOString();
  const hour = `${iso.slice(0, 4)}/${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(11, 13)}`;
  return `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${region}/${hour}`;
}

function bodyPlace(exchange: Exchange, side: 'input' | 'output', body: Json): JsonObject {
  if (exchange.offload !== side) return { [`${side}BodyJson`]: body };
  const folder = invocationFolder(exchange.region, exchange.time);
  return {
    [`${side}BodyS3Path`]: `s3://${WORKLOAD.invocationLogBucket}/${folder}/${sideName(exchange, side)}`,
  };
}

function sideName(exchange: Exchange, side: 'input' | 'output'): string {
  return `data/${exchange.requestId}_${side}.json.gz`;
}

function messagesInput(exchange: Exchange): JsonObject {
  if (exchange.embedding === true) return { inputText: exchange.prompt, dimensions: 256, normalize: true };
  return {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 4096,
    ...(exchange.system === undefined ? {} : { system: exchange.system }),
    messages: [{ role: 'user', content: [{ type: 'text', text: exchange.prompt }] }],
    temperature: 0.3,
  };
}

function messagesOutput(exchange: Exchange): Json {
  if (exchange.embedding === true) return vectorOutput(exchange);
  if (exchange.operation === 'InvokeModelWithResponseStream') return streamChunks(exchange);
  const { guardrail } = exchange;
  const intervened = typeof guardrail === 'object';
  const text = intervened ? guardrail.message : exchange.response;
  return {
    id: `msg_bdrk_${exchange.requestId.replaceAll('-', '').slice(0, 24)}`,
    type: 'message',
    role: 'assistant',
    model: exchange.modelId,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: exchange.inputTokens, output_tokens: exchange.outputTokens },
    ...(guardrail === undefined
      ? {}
      : { 'amazon-bedrock-guardrailAction': intervened ? 'INTERVENED' : 'NONE' }),
    ...(intervened ? { 'amazon-bedrock-trace': { guardrail: messagesTrace(exchange, guardrail) } } : {}),
  };
}

function vectorOutput({ requestId, inputTokens }: Exchange): JsonObject {
  const digits = requestId.replaceAll('-', '');
  const embedding = Array.from({ length: 8 }, (_, index) => {
    const word = Number.parseInt(digits.slice(index * 4, index * 4 + 4), 16);
    return (word - 32_768) / 65_536;
  });
  return { embedding, inputTextTokenCount: inputTokens };
}

function messagesTrace(exchange: Exchange, { source, assessment }: Intervention): JsonObject {
  const assessed = { [WORKLOAD.guardrailId]: assessment };
  return source === 'input'
    ? { input: assessed, modelOutput: [] }
    : { outputs: [assessed], modelOutput: [exchange.response] };
}

function streamChunks(exchange: Exchange): Json {
  const { response, inputTokens, outputTokens, guardrail } = exchange;
  const intervened = typeof guardrail === 'object';
  const text = intervened ? guardrail.message : response;
  const pieces = text.match(/[\s\S]{1,48}/g) ?? [];
  return [
    {
      type: 'message_start',
      message: { type: 'message', role: 'assistant', usage: { input_tokens: inputTokens, output_tokens: 1 } },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...pieces.map((piece) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: piece },
    })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: outputTokens } },
    {
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: inputTokens,
        outputTokenCount: outputTokens,
        invocationLatency: 400 + outputTokens * 12,
      },
      ...(guardrail === undefined
        ? {}
        : { 'amazon-bedrock-guardrailAction': intervened ? 'INTERVENED' : 'NONE' }),
    },
    ...(exchange.endsWithDone === true ? ['[DONE]'] : []),
  ];
}

function converseInput(exchange: Exchange): JsonObject {
  const guarded = exchange.guardrail !== undefined;
  return {
    messages: [{ role: 'user', content: [{ text: exchange.prompt }] }],
    ...(exchange.system === undefined ? {} : { system: [{ text: exchange.system }] }),
    inferenceConfig: { maxTokens: 2048, temperature: 0.2 },
    ...(guarded
      ? {
          guardrailConfig: {
            guardrailIdentifier: WORKLOAD.guardrailId,
            guardrailVersion: WORKLOAD.guardrailVersion,
            trace: 'enabled',
          },
        }
      : {}),
  };
}

function converseOutput(exchange: Exchange): JsonObject {
  const { guardrail, toolCall, outputTokens } = exchange;
  const blocked = blockedInput(exchange);
  const inputTokens = blocked ? 0 : exchange.inputTokens;
  const intervened = typeof guardrail === 'object';
  const text = intervened ? guardrail.message : exchange.response;
  const toolUse =
    toolCall === undefined ? [] : [{ toolUse: { toolUseId: toolUseId(exchange), ...toolCall } }];
  return {
    output: { message: { role: 'assistant', content: [{ text }, ...toolUse] } },
    stopReason: intervened ? 'guardrail_intervened' : toolCall === undefined ? 'end_turn' : 'tool_use',
    metrics: { latencyMs: 350 + exchange.outputTokens * 14 },
    usage: {
      inputTokens,
      outputTokens: blocked ? 0 : outputTokens,
      totalTokens: blocked ? 0 : inputTokens + outputTokens,
    },
    ...(guardrail === undefined ? {} : { trace: { guardrail: converseTrace(exchange, guardrail) } }),
  };
}

function converseTrace(exchange: Exchange, guardrail: 'evaluated' | Intervention): JsonObject {
  const id = WORKLOAD.guardrailId;
  if (guardrail === 'evaluated') return { inputAssessment: { [id]: metrics(exchange) } };
  const assessed = { ...guardrail.assessment, ...metrics(exchange) };
  return guardrail.source === 'input'
    ? { inputAssessment: { [id]: assessed }, actionReason: 'Guardrail blocked.' }
    : { outputAssessments: [{ [id]: assessed }], modelOutput: [exchange.response] };
}

function metrics(exchange: Exchange): JsonObject {
  return {
    invocationMetrics: {
      guardrailProcessingLatency: 180 + (exchange.prompt.length % 200),
      guardrailCoverage: {
        textCharacters: { guarded: exchange.prompt.length, total: exchange.prompt.length },
      },
    },
  };
}

function toolUseId(exchange: Exchange): string {
  return `tooluse_${exchange.requestId.replaceAll('-', '').slice(0, 22)}`;
}

function blockedInput({ guardrail }: Exchange): boolean {
  return typeof guardrail === 'object' && guardrail.source === 'input';
}
