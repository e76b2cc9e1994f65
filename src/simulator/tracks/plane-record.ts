import type { JsonObject } from '../../base/json.ts';
import { cloudTrailRecord, type CloudTrailRecord } from '../story/cloudtrail-record.ts';
import type { Random } from '../story/random.ts';
import type { Call } from '../world/call.ts';
import type { Plane, PlaneOperation, PlaneRequest } from '../world/plane.ts';
import { track } from '../world/trail-state.ts';
import type { World } from '../world/world.ts';
import type { WireError } from '../wire/wire-error.ts';
import { identityOf } from './identity.ts';

/** A call to a plane without an SDK client, and how it ended. */
export interface PlaneOutcome {
  readonly plane: Plane;
  readonly operation: PlaneOperation;
  readonly asked: PlaneRequest;
  readonly call: Call;
  readonly refused: Pick<WireError, 'code' | 'message'> | undefined;
}

/** Leaves the track of a call to such a plane: what model was asked, never what it was asked. */
export function trackPlane(world: World, random: Random, outcome: PlaneOutcome): void {
  track(world.trail, { time: outcome.call.now, record: recordOf(world, random, outcome) });
}

function recordOf(world: World, random: Random, outcome: PlaneOutcome): CloudTrailRecord {
  const { plane, operation, asked, call, refused } = outcome;
  const { accountId } = world;
  const caller = {
    identity: identityOf(call.principal, accountId),
    address: call.address,
    userAgent: call.userAgent,
  };
  const { type, arn } = plane.resource(asked, call);
  return cloudTrailRecord(random, caller, {
    time: call.now,
    region: call.region,
    service: plane.signingName,
    name: operation.name,
    readOnly: operation.method === 'GET' || operation.name.startsWith('Count'),
    data: operation.data,
    requestId: call.requestId,
    request: { ...modelOf(asked), ...bearerOf(call) },
    ...(operation.data ? { resources: [{ accountId, type, ARN: arn }] } : {}),
    ...(refused === undefined
      ? {}
      : {
          error: {
            code: refused.code.replace('AccessDeniedException', 'AccessDenied'),
            message: refused.message,
          },
        }),
    host: `${plane.signingName}.${call.region}.api.aws`,
  });
}

function modelOf({ body, named }: PlaneRequest): JsonObject {
  const model = named ?? body['model'];
  return typeof model === 'string' ? { model } : {};
}

/** These planes tell in every event whether a key stood for the signature, and of which kind. */
function bearerOf({ principal: { bearer } }: Call): JsonObject {
  if (bearer === undefined) return { callWithBearerToken: false };
  return { callWithBearerToken: true, bearerTokenType: bearer === 'LONG_TERM' ? 'ABSK' : 'SHORT_TERM' };
}
