import { isObject } from '../base/json.ts';

/** A token count of an answer; null where it does not say. */
export interface Tokens {
  readonly input: number | null;
  readonly output: number | null;
}

/** What was said to the model, one part a line: the system prompt, then the messages in order. Null = no text. */
export function promptText(body: unknown): string | null {
  if (!isObject(body)) return typeof body === 'string' ? body : null;
  const parts = [
    ...texts(body['system']),
    ...list(body['messages']).flatMap((message) => (isObject(message) ? texts(message['content']) : [])),
    ...strings([body['prompt'], body['inputText'], body['message'], body['text'], body['query']]),
    ...list(body['texts']).filter((item) => typeof item === 'string'),
    ...list(body['chat_history']).flatMap((turn) => (isObject(turn) ? strings([turn['message']]) : [])),
    ...list(body['contents']).flatMap((item) => (isObject(item) ? texts(item['parts']) : [])),
  ];
  return joined(parts);
}

/** What the model said: of an assembled answer, or of a stream's chunks in their order. */
export function responseText(body: unknown): string | null {
  if (Array.isArray(body)) return chunksText(body);
  if (!isObject(body)) return typeof body === 'string' ? body : null;
  const message = nested(body, ['output', 'message']);
  const parts = [
    ...texts(message['content']),
    ...texts(body['content']),
    ...strings([
      body['completion'],
      body['generation'],
      body['outputText'],
      body['text'],
      body['generated_text'],
    ]),
    ...list(body['outputs']).flatMap((item) => (isObject(item) ? strings([item['text']]) : [])),
    ...list(body['results']).flatMap((item) => (isObject(item) ? strings([item['outputText']]) : [])),
    ...list(body['generations']).flatMap((item) => (isObject(item) ? strings([item['text']]) : [])),
    ...list(body['choices']).flatMap((item) =>
      isObject(item) ? [...texts(nested(item, ['message'])['content']), ...strings([item['text']])] : [],
    ),
  ];
  return joined(parts);
}

/** Tool calls in an exchange: what the model asked for, and the results it was given. Null = none. */
export function toolUses(input: unknown, output: unknown): readonly unknown[] | null {
  const found: unknown[] = [];
  collectTools(input, found, 0);
  collectTools(output, found, 0);
  return found.length === 0 ? null : found;
}

/** Token counts inside an answer, for records that do not carry them at their top. */
export function tokensOf(body: unknown): Tokens {
  const chunks = Array.isArray(body) ? body : [body];
  let input: number | null = null;
  let output: number | null = null;
  for (const chunk of chunks) {
    if (!isObject(chunk)) continue;
    for (const usage of [
      chunk['usage'],
      nested(chunk, ['message'])['usage'],
      chunk['amazon-bedrock-invocationMetrics'],
    ]) {
      if (!isObject(usage)) continue;
      input = number(usage, ['input_tokens', 'inputTokens', 'inputTokenCount']) ?? input;
      output = number(usage, ['output_tokens', 'outputTokens', 'outputTokenCount']) ?? output;
    }
  }
  return { input, output };
}

function chunksText(chunks: readonly unknown[]): string | null {
  const parts = chunks.flatMap((chunk) => {
    if (!isObject(chunk)) return [];
    const delta = chunk['delta'];
    const start = nested(chunk, ['content_block'])['text'];
    const converse = nested(chunk, ['contentBlockDelta', 'delta'])['text'];
    return strings([
      start,
      isObject(delta) ? delta['text'] : undefined,
      converse,
      chunk['completion'],
      chunk['generation'],
      chunk['outputText'],
    ]);
  });
  const text = parts.join('');
  return text === '' ? null : text;
}

function collectTools(value: unknown, found: unknown[], depth: number): void {
  if (depth > 12) return;
  if (Array.isArray(value)) {
    for (const item of value) collectTools(item, found, depth + 1);
  } else if (isObject(value)) {
    if (isObject(value['toolUse'])) found.push({ toolUse: value['toolUse'] });
    else if (isObject(value['toolResult'])) found.push({ toolResult: value['toolResult'] });
    else if (value['type'] === 'tool_use' || value['type'] === 'tool_result') found.push(value);
    else for (const key of Object.keys(value)) collectTools(value[key], found, depth + 1);
  }
}

/** Text of content that is a string, a list of blocks, or a list of strings. */
function texts(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  return list(content).flatMap((block) => {
    if (typeof block === 'string') return [block];
    if (!isObject(block)) return [];
    const own = strings([block['text']]);
    const guarded = isObject(block['guardContent']) ? texts([block['guardContent']['text']]) : [];
    const result = isObject(block['toolResult']) ? texts(block['toolResult']['content']) : [];
    const inner = block['type'] === 'tool_result' ? texts(block['content']) : [];
    return [...own, ...guarded, ...result, ...inner];
  });
}

function nested(
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Readonly<Record<string, unknown>> {
  let at: Readonly<Record<string, unknown>> = value;
  for (const key of path) {
    const next = at[key];
    if (!isObject(next)) return {};
    at = next;
  }
  return at;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function strings(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string');
}

function joined(parts: readonly unknown[]): string | null {
  const text = parts.filter((part) => typeof part === 'string' && part !== '').join('\n');
  return text === '' ? null : text;
}

function number(usage: Readonly<Record<string, unknown>>, keys: readonly string[]): number | null {
  for (const key of keys) if (typeof usage[key] === 'number') return usage[key];
  return null;
}
