import { s3RequestId } from '../story/names.ts';
import { createDeliveries } from '../tracks/deliveries.ts';
import { logGroupSinks } from '../tracks/log-group-sinks.ts';
import { createTracker } from '../tracks/record-call.ts';
import type { Outcome } from '../tracks/outcome.ts';
import type { Call, ServiceUnit } from '../world/call.ts';
import type { World } from '../world/world.ts';
import { unchunk } from '../wire/aws-chunked.ts';
import { identify, type Match } from '../wire/identify.ts';
import { isObject } from '../../base/json.ts';
import type { Input } from '../wire/input.ts';
import type { Dispatch, WireRequest, WireResponse } from '../wire/message.ts';
import { readInput } from '../wire/read-input.ts';
import { readAuthorization } from '../wire/sigv4.ts';
import { WireError } from '../wire/wire-error.ts';
import { faultOf, writeError, writeUnknownService, type Fault } from '../wire/write-error.ts';
import { writeOutput } from '../wire/write-output.ts';
import { authenticate } from './authenticate.ts';
import { authorise } from './authorise.ts';
import { bearerAccess, bearerToken } from './bearer-token.ts';
import { circumstances } from './circumstances.ts';
import { answerCode } from './code-door.ts';
import { workUntil } from './ordinary-work.ts';
import { planeDoor } from './plane-door.ts';
import type { ServiceDirectory } from './service-directory.ts';

/** Every answer carries it, so that nobody takes the account for a real one. */
export const SIMULATED_HEADER = 'x-heptad-simulated';

/** Answers requests to the account: who, what, whether allowed, done, and the track it leaves. */
export function createDispatch(world: World, servicesOf: ServiceDirectory): Dispatch {
  const track = createTracker(world);
  const deliverUntil = createDeliveries(world, logGroupSinks(world));
  const ids = world.random.fork('requests');
  const answerPlane = planeDoor(world);
  return async (request) => {
    // What is over has left its tracks, and what is due is in its bucket, before anybody can look or change anything.
    workUntil(world, world.clock.now());
    deliverUntil(world.clock.now());
    const signed = readAuthorization(request);
    if (!isDecodable(request.path)) {
      const fault = faultOf(undefined, new WireError('InvalidURI', "Couldn't parse the specified URI."));
      return marked(world, writeUnknownService(fault, ids.uuid(), { form: false, service: undefined }));
    }
    const code = answerCode(world, request);
    if (code !== undefined) return marked(world, code);
    const byPlane = answerPlane(request, () => ids.uuid());
    if (byPlane !== undefined) return marked(world, byPlane);
    // API keys are Bedrock's alone.
    const service = signed?.service ?? (bearerToken(request) === null ? undefined : 'bedrock');
    const units = await servicesOf(service);
    const match = identify(
      units.map(({ model }) => model),
      request,
      service,
    );
    const requestId = match.model?.id === 'S3' ? s3RequestId(ids) : ids.uuid();
    const unit = units.find(({ model }) => model === match.model);
    if (unit === undefined) {
      const fault = faultOf(undefined, notSimulated(signed?.service, match.asked ?? match.operation.name));
      const form = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
      return marked(world, writeUnknownService(fault, requestId, { form, service: signed?.service }));
    }
    if (match.operation === undefined) {
      const fault = faultOf(unit.model, notSimulated(unit.model.id, match.asked));
      return marked(world, await writeError(unit.model, fault, requestId));
    }
    return marked(world, await answerMatch({ world, unit, track }, { match, request, requestId }));
  };
}

interface Desk {
  readonly world: World;
  readonly unit: ServiceUnit;
  readonly track: (outcome: Outcome) => unknown;
}

interface Asked {
  readonly match: Match;
  readonly request: WireRequest;
  readonly requestId: string;
}

/** A call that was let in leaves its track, whatever came of it; one that was not, none. */
async function answerMatch(
  { world, unit, track }: Desk,
  { match, request, requestId }: Asked,
): Promise<WireResponse> {
  const { model, operation } = match;
  let call: Call | undefined;
  let input: Input = {};
  let tracked = false;
  const leave = (body: WireRequest, outcome: Pick<Outcome, 'output' | 'fault'>): void => {
    if (call === undefined || tracked || outcome.fault?.code === NOT_SIMULATED) return;
    tracked = true;
    track({ model, operation, input, call, bytesIn: body.body.length, ...outcome });
  };
  try {
    const principal = authenticate(world, model, request);
    call = circumstances(world, request, { principal, requestId });
    const plain = unchunk(request);
    input = await readInput(match, plain);
    const output = await handle(world, unit, {
      operation: operation.name,
      input,
      call,
      required: operation.required,
    });
    const response = await writeOutput(model, operation, { output, requestId });
    leave(plain, { output, fault: undefined });
    return response;
  } catch (error) {
    const fault: Fault = faultOf(model, error);
    leave(request, { output: undefined, fault });
    return writeError(model, fault, requestId);
  }
}

interface Wanted {
  readonly operation: string;
  readonly input: Input;
  readonly call: Call;
  readonly required: readonly string[];
}

async function handle(
  world: World,
  unit: ServiceUnit,
  { operation, input, call, required }: Wanted,
): Promise<object> {
  const missing = required.filter((name) => input[name] === undefined);
  if (missing.length > 0)
    throw new WireError('ValidationException', `missing required member: ${missing.join(', ')}`);
  authorise(world, unit.model, {
    access: [...bearerAccess(call, 'bedrock'), ...unit.access(operation, input, call)],
    call,
  });
  const handler = unit.handlers[operation];
  if (handler === undefined) throw notSimulated(unit.model.id, operation);
  const output: unknown = await handler(input, call);
  return isObject(output) ? output : {};
}

const NOT_SIMULATED = 'NotImplemented';

/** Nothing ever succeeds by default. */
function notSimulated(service: string | undefined, operation: string): WireError {
  return new WireError(
    NOT_SIMULATED,
    `${service ?? 'this service'}: ${operation} is not part of the simulated account`,
    501,
  );
}

/** A stray percent sign is the client's mistake. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function marked(world: World, response: WireResponse): WireResponse {
  return {
    ...response,
    headers: {
      ...response.headers,
      [SIMULATED_HEADER]: world.scenario,
      date: new Date(world.realNow()).toUTCString(),
    },
  };
}
