import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import { WireError } from '../../wire/wire-error.ts';

/** What the body of InvokeModel asks, whatever the provider calls it. */
export interface Asked {
  /** Everything the model is told, the system prompt first. */
  readonly prompt: string;
  /** The same without the system prompt: what a guardrail looks at. */
  readonly said: string;
  readonly embedding: boolean;
}

/** An answer before it takes the provider's layout. */
export interface Answer {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly modelId: string;
  readonly requestId: string;
}

/** Reads a provider's request. @throws WireError ValidationException for what a real model refuses */
export function readModelBody(
  family: string,
  body: Uint8Array | undefined,
): Asked & { readonly json: JsonObject } {
  const json = parse(body);
  const limit = json['max_tokens_to_sample'] ?? json['max_tokens'] ?? json['max_gen_len'];
  const name =
    'max_tokens_to_sample' in json
      ? 'max_tokens_to_sample'
      : 'max_tokens' in json
        ? 'max_tokens'
        : 'max_gen_len';
  if (typeof limit === 'number' && limit < 1)
    throw invalid(
      `${name}: ${limit} is not greater or equal to 1, please reformat your input and try again.`,
    );
  const said = [json['messages'], json['prompt'], json['inputText']].flatMap(textsIn).join('\n');
  if (said === '') throw invalid('Malformed input request, please reformat your input and try again.');
  const prompt = [...textsIn(json['system']), said].join('\n');
  return { prompt, said, embedding: /embed/.test(family), json };
}

/** Writes an answer in the layout of the model's provider. */
export function writeModelBody(family: string, answer: Answer): JsonObject {
  const { text, inputTokens, outputTokens } = answer;
  const provider = family.split('.')[0];
  if (/embed/.test(family)) return { embedding: vectorOf(answer), inputTextTokenCount: inputTokens };
  if (provider === 'meta')
    return {
      generation: text,
      prompt_token_count: inputTokens,
      generation_token_count: outputTokens,
      stop_reason: 'stop',
    };
  if (provider === 'mistral') return { outputs: [{ text, stop_reason: 'stop' }] };
  if (provider === 'amazon')
    return {
      output: { message: { role: 'assistant', content: [{ text }] } },
      stopReason: 'end_turn',
      usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens },
    };
  return {
    id: `msg_bdrk_${answer.requestId.replaceAll('-', '').slice(0, 24)}`,
    type: 'message',
    role: 'assistant',
    model: answer.modelId,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
  };
}

/** The same answer as a stream gives it: Anthropic's events; other providers send one piece. */
export function writeModelChunks(family: string, answer: Answer): readonly JsonObject[] {
  if (!family.startsWith('anthropic.')) return [writeModelBody(family, answer)];
  const usage = { input_tokens: answer.inputTokens, output_tokens: 1 };
  const pieces = answer.text.match(/[\s\S]{1,48}/g) ?? [];
  return [
    { type: 'message_start', message: { type: 'message', role: 'assistant', usage } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...pieces.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: answer.outputTokens },
    },
    { type: 'message_stop' },
  ];
}

/** Every text in a value, in order: `text` members of content blocks, or the texts themselves. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return [value['text'], value['content']].flatMap(textsIn);
}

function parse(body: Uint8Array | undefined): JsonObject {
  try {
    const json = JSON.parse(Buffer.from(body ?? []).toString('utf8')) as Json;
    if (isObject(json)) return json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalid(
    'Malformed input request: the body is no JSON object, please reformat your input and try again.',
  );
}

/** Eight numbers that follow from the prompt's answer. */
function vectorOf({ text }: Answer): readonly number[] {
  return Array.from({ length: 8 }, (_, index) => (((text.codePointAt(index + 20) ?? 64) % 64) - 32) / 64);
}

function invalid(message: string): WireError {
  return new WireError('ValidationException', message);
}
