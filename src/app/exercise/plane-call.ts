import type { JsonObject } from '../../base/json.ts';
import { isObject } from '../../base/json.ts';
import type { Answered } from '../../aws/sdk-caller.ts';
import { CloudError } from '../../model/cloud-error.ts';
import type { CloudCall } from '../../model/cloud-call.ts';
import type { Dispatch, WireRequest, WireResponse } from '../../simulator/wire/message.ts';
import { signatureOf } from '../../simulator/wire/sigv4.ts';
import type { ActorCredentials, ActorPlace } from './actor-credentials.ts';

interface Door {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The planes of inference that have no SDK client, by the names of their calls (FACTS R04, V9). */
const DOORS: Readonly<Record<string, Door>> = {
  'bedrock-mantle:CreateInference': { method: 'POST', path: '/v1/chat/completions', headers: {} },
  'bedrock-mantle:ListModels': { method: 'GET', path: '/v1/models', headers: {} },
  'aws-external-anthropic:CreateInference': {
    method: 'POST',
    path: '/v1/messages',
    headers: { 'anthropic-workspace-id': 'wrkspc_01EXAMPLE' },
  },
};

export function isPlaneCall({ service, operation }: Pick<CloudCall, 'service' | 'operation'>): boolean {
  return Object.hasOwn(DOORS, `${service}:${operation}`);
}

/** What somebody calls a plane with, and when by the clock that signatures are judged by. */
export interface PlaneCaller {
  readonly dispatch: Dispatch;
  readonly credentials: ActorCredentials;
  readonly place: ActorPlace;
  readonly real: () => number;
}

/** Asks a plane as its own clients do: plain HTTP, with an API key or a signature. @throws CloudError */
export async function planeCall(call: CloudCall, caller: PlaneCaller): Promise<Answered> {
  const response = await caller.dispatch(requestFor(call, caller));
  const body: unknown = JSON.parse(Buffer.from(response.body).toString('utf8'));
  // What was parsed from JSON is JSON.
  const output = (isObject(body) ? body : {}) as JsonObject;
  const requestId = response.headers['x-amzn-requestid'] ?? null;
  if (response.status >= 300) throw refusal(call, { response, output, requestId });
  return {
    answer: { output, requestId, raw: null },
    wire: { host: '', headers: response.headers, body: null },
  };
}

function requestFor(call: CloudCall, { credentials, place, real }: PlaneCaller): WireRequest {
  const { service, operation, region, input } = call;
  const door = DOORS[`${service}:${operation}`] ?? { method: 'GET', path: '/', headers: {} };
  const stamp = new Date(real()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const { accessKeyId, secretAccessKey, sessionToken, bearer } = credentials;
  const plain: WireRequest = {
    method: door.method,
    path: door.path,
    query: {},
    headers: {
      ...door.headers,
      'content-type': 'application/json',
      host: `${service}.${region}.api.aws`,
      'user-agent': place.userAgent,
      'x-amz-date': stamp,
      ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    },
    body: Buffer.from(door.method === 'GET' ? '' : JSON.stringify(input)),
    address: place.address,
  };
  if (bearer !== undefined) return withHeader(plain, `Bearer ${bearer}`);
  const signedHeaders = Object.keys(plain.headers).toSorted();
  const authorization = { accessKeyId, date: stamp.slice(0, 8), region, service, signedHeaders };
  const signature = signatureOf(plain, authorization, secretAccessKey);
  const scope = `${accessKeyId}/${authorization.date}/${region}/${service}/aws4_request`;
  return withHeader(
    plain,
    `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
  );
}

function withHeader(request: WireRequest, authorization: string): WireRequest {
  return { ...request, headers: { ...request.headers, authorization } };
}

interface Refused {
  readonly response: WireResponse;
  readonly output: JsonObject;
  readonly requestId: string | null;
}

/** Each plane wraps its errors in a way of its own: the code is a member, or leads the message. */
function refusal(
  { service, operation, region }: CloudCall,
  { response, output, requestId }: Refused,
): CloudError {
  const error = isObject(output['error']) ? output['error'] : {};
  const message = String(error['message'] ?? '');
  const code =
    typeof error['code'] === 'string' ? error['code'] : (/^(\w+): /.exec(message)?.[1] ?? 'Unknown');
  return new CloudError(message, {
    service,
    operation,
    region,
    code,
    requestId,
    retryable: response.status >= 500,
    missingPermission: null,
  });
}
