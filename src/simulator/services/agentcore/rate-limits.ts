import { ConflictException, type GatewayRateLimitDetail } from '@aws-sdk/client-bedrock-agentcore-control';
import type { GatewayEntry, RateLimitEntry } from '../../world/agentcore-state.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import { settled } from '../../world/settled.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { gatewayOf } from './gateways.ts';
import type { ControlHandlers } from './handlers.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-rate-limits.html */
const MOST_LIMITS = 50;

/** What callers, tools and targets of a gateway may use it for; one limit for each list of dimensions. */
export function rateLimitHandlers({ agentCore, random }: World): ControlHandlers {
  return {
    ListGatewayRateLimits: ({ gatewayIdentifier, ...paging }, { region, now }) => {
      const { rateLimits } = gatewayOf(agentCore(region), gatewayIdentifier);
      const all = [...rateLimits.values()].map((limit) => shownLimit(limit, now));
      const { items, nextToken } = listed(all, paging, `ListGatewayRateLimits ${gatewayIdentifier}`);
      return { rateLimits: items, nextToken };
    },
    GetGatewayRateLimit: ({ gatewayIdentifier, rateLimitId }, { region, now }) =>
      shownLimit(limitOf(gatewayOf(agentCore(region), gatewayIdentifier), rateLimitId), now),
    CreateGatewayRateLimit: ({ clientToken: _token, ...body }, { region, now }) => {
      const { rateLimits, shown } = gatewayOf(agentCore(region), body.gatewayIdentifier);
      const dimensionKeys = given(body.dimensionKeys, 'dimensionKeys');
      const id = body.rateLimitId ?? random.text(LOWER, 10);
      refuseTaken(rateLimits, { id, dimensionKeys });
      if (rateLimits.size >= MOST_LIMITS)
        throw new WireError('ServiceQuotaExceededException', 'Too many rate limits for this gateway.', 402);
      const at = new Date(now);
      const limit = {
        shown: {
          rateLimitId: id,
          gatewayIdentifier: shown.gatewayId,
          description: body.description,
          dimensionKeys,
          entries: given(body.entries, 'entries'),
          createdAt: at,
          updatedAt: at,
        },
        changedAt: now,
        meanwhile: 'CREATING' as const,
      };
      rateLimits.set(id, limit);
      return shownLimit(limit, now);
    },
    UpdateGatewayRateLimit: ({ gatewayIdentifier, rateLimitId, description, entries }, { region, now }) => {
      const gateway = gatewayOf(agentCore(region), gatewayIdentifier);
      const before = active(limitOf(gateway, rateLimitId), now);
      const limit = {
        // All entries are replaced, and a description that is left out is gone (unverified).
        shown: {
          ...before.shown,
          description,
          entries: given(entries, 'entries'),
          updatedAt: new Date(now),
        },
        changedAt: now,
        meanwhile: 'UPDATING' as const,
      };
      gateway.rateLimits.set(given(rateLimitId, 'rateLimitId'), limit);
      return shownLimit(limit, now);
    },
    DeleteGatewayRateLimit: ({ gatewayIdentifier, rateLimitId }, { region, now }) => {
      const gateway = gatewayOf(agentCore(region), gatewayIdentifier);
      const { shown } = active(limitOf(gateway, rateLimitId), now);
      gateway.rateLimits.delete(given(rateLimitId, 'rateLimitId'));
      return { rateLimitId: shown.rateLimitId, status: 'DELETING' };
    },
  };
}

function limitOf({ rateLimits }: GatewayEntry, id: string | undefined): RateLimitEntry {
  return present(rateLimits.get(given(id, 'rateLimitId')), 'rate limit');
}

function shownLimit({ shown, changedAt, meanwhile }: RateLimitEntry, now: number): GatewayRateLimitDetail {
  const status = settled<'CREATING' | 'UPDATING' | 'ACTIVE'>({ since: changedAt, now }, meanwhile, 'ACTIVE');
  return { ...shown, status };
}

/** @throws ConflictException while an earlier change is on its way */
function active(limit: RateLimitEntry, now: number): RateLimitEntry {
  const { status } = shownLimit(limit, now);
  if (status !== 'ACTIVE')
    throw new ConflictException(because(`The rate limit cannot be changed while it is ${status}.`));
  return limit;
}

function refuseTaken(
  limits: GatewayEntry['rateLimits'],
  { id, dimensionKeys }: { readonly id: string; readonly dimensionKeys: readonly string[] },
): void {
  const keys = dimensionKeys.join(' ');
  const same = [...limits.values()].some(({ shown }) => shown.dimensionKeys?.join(' ') === keys);
  if (limits.has(id) || same)
    throw new ConflictException(because('A rate limit with this id or these dimension keys exists already.'));
}
