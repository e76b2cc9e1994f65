import type { Call } from '../world/call.ts';
import type { Principal } from '../world/session.ts';
import type { World } from '../world/world.ts';
import { LOOPBACK } from '../wire/http-server.ts';
import type { WireRequest } from '../wire/message.ts';
import { readAuthorization } from '../wire/sigv4.ts';
import { noteUse } from './authenticate.ts';
import { regionOfBearer } from './bearer-token.ts';

/** The circumstances of a call that was let in; notes that its key or role was used. */
export function circumstances(
  world: World,
  request: WireRequest,
  { principal, requestId }: { readonly principal: Principal; readonly requestId: string },
): Call {
  const signed = readAuthorization(request);
  const now = world.clock.now();
  if (signed !== null) noteUse(principal, { at: now, service: signed.service, region: signed.region });
  return {
    requestId,
    region: signed?.region ?? regionOfBearer(request) ?? world.homeRegion,
    now,
    principal,
    address: request.address === LOOPBACK ? world.localAddress : request.address,
    host: request.headers['host'] ?? '',
    userAgent: request.headers['user-agent'] ?? '',
    notes: {},
  };
}
