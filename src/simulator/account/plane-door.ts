import { isObject, type JsonObject } from '../../base/json.ts';
import { mantlePlane } from '../services/bedrock-mantle/plane.ts';
import { claudePlatformPlane } from '../services/claude-platform/plane.ts';
import { trackPlane } from '../tracks/plane-record.ts';
import type { Random } from '../story/random.ts';
import type { Call } from '../world/call.ts';
import type { Plane, PlaneOperation, PlaneRequest } from '../world/plane.ts';
import type { World } from '../world/world.ts';
import type { WireRequest, WireResponse } from '../wire/message.ts';
import { readAuthorization } from '../wire/sigv4.ts';
import { WireError } from '../wire/wire-error.ts';
import { faultOf, type Fault } from '../wire/write-error.ts';
import { authenticate } from './authenticate.ts';
import { authorise } from './authorise.ts';
import { bearerAccess, bearerToken } from './bearer-token.ts';
import { circumstances } from './circumstances.ts';

/** Answers a call to a plane that has no SDK client; undefined when none is meant. */
export type PlaneDoor = (request: WireRequest, newRequestId: () => string) => WireResponse | undefined;

/**
 * The door of Bedrock's OpenAI-compatible endpoint and of Claude Platform on AWS. They have no SDK client, and so no
 * schemas; as for every other service: who, what, whether allowed, done, and the track it leaves.
 */
export function planeDoor(world: World): PlaneDoor {
  const random = world.random.fork('tracks of the planes');
  const planes = [mantlePlane(world), claudePlatformPlane(world)];
  return (request, newRequestId) => {
    const plane = planes.find((candidate) => isMeant(candidate, request));
    if (plane === undefined) return undefined;
    const requestId = newRequestId();
    try {
      const principal = authenticate(world, plane, request);
      const call = circumstances(world, request, { principal, requestId });
      const operation = operationOf(plane, request);
      const asked = read(operation, request);
      return written(200, answer({ world, plane, random }, { operation, asked, call }), requestId);
    } catch (error) {
      const fault = faultOf(undefined, error);
      return written(fault.status, plane.errorBody(fault), requestId);
    }
  };
}

/** Signed for the plane, or sent there with an API key; a loopback address tells nothing, but no path of Bedrock's begins so. */
function isMeant({ signingName }: Plane, request: WireRequest): boolean {
  const signed = readAuthorization(request);
  if (signed !== null) return signed.service === signingName;
  if ((request.headers['host'] ?? '').startsWith(`${signingName}.`)) return true;
  const withKey = bearerToken(request) !== null && signingName === 'bedrock-mantle';
  return withKey && /^\/(anthropic\/)?v1\//.test(request.path);
}

interface Desk {
  readonly world: World;
  readonly plane: Plane;
  readonly random: Random;
}

interface Asked {
  readonly operation: PlaneOperation;
  readonly asked: PlaneRequest;
  readonly call: Call;
}

function answer({ world, plane, random }: Desk, { operation, asked, call }: Asked): JsonObject {
  const { arn } = plane.resource(asked, call);
  const leave = (refused: Fault | undefined): void =>
    trackPlane(world, random, { plane, operation, asked, call, refused });
  try {
    const prefix = plane.signingName;
    const keys = prefix === 'bedrock-mantle' ? bearerAccess(call, prefix) : [];
    authorise(world, plane, {
      access: [...keys, { action: `${prefix}:${operation.name}`, resource: arn }],
      call,
    });
    const body = operation.answer(asked, call);
    leave(undefined);
    return body;
  } catch (error) {
    const fault = faultOf(undefined, error);
    if (fault.code !== 'NotImplemented') leave(fault);
    throw error;
  }
}

/** @throws WireError for a body that is no JSON object */
function read({ path }: PlaneOperation, request: WireRequest): PlaneRequest {
  const named = path.exec(request.path)?.[1];
  const { headers } = request;
  const text = Buffer.from(request.body).toString('utf8');
  if (text === '') return { body: {}, headers, named: decoded(named) };
  const body = parsed(text);
  if (!isObject(body)) throw new WireError('ValidationException', 'The body is not a JSON object.', 400);
  // What was parsed from JSON is JSON.
  return { body: body as JsonObject, headers, named: decoded(named) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new WireError('ValidationException', 'The body is not a JSON object.', 400);
    throw error;
  }
}

function decoded(named: string | undefined): string | undefined {
  return named === undefined ? undefined : decodeURIComponent(named);
}

/** @throws WireError for what the plane may have, but not here */
function operationOf({ id, operations }: Plane, { method, path }: WireRequest): PlaneOperation {
  const found = operations.find((operation) => operation.method === method && operation.path.test(path));
  if (found !== undefined) return found;
  throw new WireError('NotImplemented', `${id}: ${method} ${path} is not part of the simulated account`, 501);
}

function written(status: number, body: JsonObject, requestId: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    body: Buffer.from(JSON.stringify(body)),
  };
}
