import type { JsonObject } from '../../../base/json.ts';
import { anthropicMessage, knownModel, planeExchange } from '../../world/plane-exchange.ts';
import type { Plane, PlaneOperation, PlaneRequest } from '../../world/plane.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';

const MODELS: readonly string[] = ['claude-opus-4-7', 'claude-sonnet-4-6', 'claude-haiku-4-5'];

/**
 * Claude Platform on AWS: Anthropic's own API behind AWS's sign-in. Every call here is a data event of a workspace
 * ("Monitoring and logging" of its guide). Its own API keys are not simulated: calls have to be signed.
 */
export function claudePlatformPlane(world: World): Plane {
  return {
    id: 'Claude Platform on AWS',
    protocol: 'restJson1',
    signingName: 'aws-external-anthropic',
    operations: [
      operation('CreateInference', 'POST', {
        path: /^\/v1\/messages$/,
        answer: ({ body }, { requestId }) => anthropicMessage(planeExchange(world, body, MODELS), requestId),
      }),
      operation('CountTokens', 'POST', {
        path: /^\/v1\/messages\/count_tokens$/,
        answer: ({ body }) => ({ input_tokens: planeExchange(world, body, MODELS).inputTokens }),
      }),
      operation('ListModels', 'GET', {
        path: /^\/v1\/models$/,
        answer: () => ({ data: MODELS.map(modelShape), has_more: false }),
      }),
      operation('GetModel', 'GET', {
        path: /^\/v1\/models\/([^/]+)$/,
        answer: ({ named }) => modelShape(knownModel(named, MODELS)),
      }),
    ],
    resource: (asked, { region }) => ({
      type: 'AWS::AWSExternalAnthropic::Workspace',
      arn: `arn:aws:aws-external-anthropic:${region}:${world.accountId}:workspace/${workspaceOf(asked)}`,
    }),
    errorBody: ({ code, message, status }) => ({
      type: 'error',
      error: { type: ERROR_TYPES[status] ?? 'api_error', message: `${code}: ${message}` },
    }),
  };
}

/** The types that Anthropic's API gives its errors, by status. */
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

function operation(
  name: string,
  method: PlaneOperation['method'],
  rest: Pick<PlaneOperation, 'path' | 'answer'>,
): PlaneOperation {
  return { name, method, data: true, ...rest };
}

/** Any workspace of the account's is taken for one that is there. */
function workspaceOf({ headers }: PlaneRequest): string {
  const workspace = headers['anthropic-workspace-id'] ?? '';
  if (/^wrkspc_[A-Za-z0-9]+$/.test(workspace)) return workspace;
  throw new WireError('ValidationException', 'anthropic-workspace-id: a workspace id is required', 400);
}

function modelShape(id: string): JsonObject {
  return { type: 'model', id, display_name: id };
}
