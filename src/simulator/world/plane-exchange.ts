import { isObject, type JsonObject } from '../../base/json.ts';
import { WireError } from '../wire/wire-error.ts';
import { scriptedAnswer, tokensIn } from './scripted-answer.ts';
import type { World } from './world.ts';

/** A question to a model of a plane, and what came of it. */
export interface PlaneExchange {
  readonly model: string;
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Asks the model that a body names. @throws WireError for a model the plane lacks, and for a stream */
export function planeExchange(world: World, body: JsonObject, models: readonly string[]): PlaneExchange {
  const model = knownModel(body['model'], models);
  if (body['stream'] === true)
    throw new WireError('NotImplemented', 'streams of this plane are not part of the simulated account', 501);
  const prompt = [body['system'], body['instructions'], body['input'], body['messages']]
    .map(words)
    .join('\n')
    .trim();
  if (prompt === '') throw new WireError('ValidationException', 'The request has no messages.', 400);
  const text = scriptedAnswer(world, model, prompt);
  return { model, text, inputTokens: tokensIn(prompt), outputTokens: tokensIn(text) };
}

/** An answer as Anthropic's Messages API gives it; both planes have it. */
export function anthropicMessage(
  { model, text, inputTokens, outputTokens }: PlaneExchange,
  id: string,
): JsonObject {
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
  };
}

/** @throws WireError when the plane has no such model */
export function knownModel(asked: unknown, models: readonly string[]): string {
  const model = models.find((name) => name === asked);
  if (model !== undefined) return model;
  const name = typeof asked === 'string' ? asked : '';
  throw new WireError('ResourceNotFoundException', `The model '${name}' does not exist.`, 404);
}

/** The words of a text, of a message's content, or of all messages. */
function words(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(words).join('\n');
  return isObject(value) ? words(value['text'] ?? value['content']) : '';
}
