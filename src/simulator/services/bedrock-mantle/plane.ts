import type { JsonObject } from '../../../base/json.ts';
import type { Call } from '../../world/call.ts';
import { measure } from '../../world/measure.ts';
import {
  anthropicMessage,
  knownModel,
  planeExchange,
  type PlaneExchange,
} from '../../world/plane-exchange.ts';
import type { Plane, PlaneOperation, PlaneRequest } from '../../world/plane.ts';
import type { World } from '../../world/world.ts';

/** The models of this plane have names of their own: without a version, as OpenAI's and Anthropic's clients ask for them. */
const MODELS: readonly string[] = [
  'openai.gpt-oss-120b',
  'openai.gpt-oss-20b',
  'anthropic.claude-opus-4-7',
  'anthropic.claude-haiku-4-5',
];
const NAMESPACE = 'AWS/BedrockMantle';

type Shape = (exchange: PlaneExchange, id: string) => JsonObject;

/**
 * The endpoint of Bedrock that speaks as OpenAI's and Anthropic's do. Events and permissions after "Monitor
 * bedrock-mantle API calls using CloudTrail"; the bodies of its errors are unverified.
 */
export function mantlePlane(world: World): Plane {
  const inference = (path: RegExp, shape: Shape): PlaneOperation => ({
    name: 'CreateInference',
    method: 'POST',
    path,
    data: true,
    answer: ({ body }, call) => {
      const exchange = planeExchange(world, body, MODELS);
      count(world, call, exchange);
      return shape(exchange, call.requestId);
    },
  });
  return {
    id: 'Bedrock Mantle',
    protocol: 'restJson1',
    signingName: 'bedrock-mantle',
    operations: [
      inference(/^\/v1\/chat\/completions$/, completion),
      inference(/^\/v1\/responses$/, response),
      inference(/^\/anthropic\/v1\/messages$/, anthropicMessage),
      {
        name: 'ListModels',
        method: 'GET',
        path: /^\/v1\/models$/,
        data: false,
        answer: () => ({ object: 'list', data: MODELS.map(modelShape) }),
      },
      {
        name: 'GetModel',
        method: 'GET',
        path: /^\/v1\/models\/([^/]+)$/,
        data: false,
        answer: ({ named }) => modelShape(knownModel(named, MODELS)),
      },
    ],
    resource: (asked, { region }) => ({
      type: 'AWS::BedrockMantle::Project',
      arn: `arn:aws:bedrock-mantle:${region}:${world.accountId}:project/${projectOf(asked)}`,
    }),
    errorBody: ({ code, message: text, status }) => ({
      error: { message: text, type: status < 500 ? 'invalid_request_error' : 'server_error', code },
    }),
  };
}

/** Without a project the account's default one pays. */
function projectOf({ headers }: PlaneRequest): string {
  return headers['openai-project'] ?? 'default';
}

function count(world: World, { region }: Call, { inputTokens, outputTokens }: PlaneExchange): void {
  for (const [name, value] of [
    ['Inferences', 1],
    ['TotalInputTokens', inputTokens],
    ['TotalOutputTokens', outputTokens],
  ] as const)
    measure(world, region, { namespace: NAMESPACE, name, value, unit: 'Count' });
}

function modelShape(id: string): JsonObject {
  return { id, object: 'model', owned_by: id.split('.')[0] ?? '' };
}

function completion({ model, text, inputTokens, outputTokens }: PlaneExchange, id: string): JsonObject {
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    },
  };
}

function response({ model, text, inputTokens, outputTokens }: PlaneExchange, id: string): JsonObject {
  return {
    id: `resp_${id}`,
    object: 'response',
    status: 'completed',
    model,
    output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }],
    usage: {
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    },
  };
}
