import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { eventDataStoreHandlers } from './event-data-stores.ts';
import { insightHandlers } from './insights.ts';
import { lookupEvents } from './lookup-events.ts';
import { listPublicKeys } from './public-keys.ts';
import { trailChangeHandlers } from './trail-changes.ts';
import { trailHandlers, type CloudTrailHandlers } from './trails.ts';

/** CloudTrail of the simulated account. */
export function cloudTrailService(world: World): ServiceUnit {
  const handlers: CloudTrailHandlers = {
    ...trailHandlers(world),
    ...trailChangeHandlers(world),
    ...insightHandlers(world),
    ...eventDataStoreHandlers(world),
    LookupEvents: lookupEvents(world),
    ListPublicKeys: (input, call) => listPublicKeys(world, input, call),
  };
  return {
    model: serviceModel(cloudtrail, cloudtrail.CloudTrailClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

function access(
  { trail, accountId }: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  call: Call,
): readonly Access[] {
  const store = input['EventDataStore'];
  if (typeof store === 'string') return [{ action: `cloudtrail:${operation}`, resource: store }];
  const name = input['Name'] ?? input['TrailName'];
  const known = [...trail.trails.values()].find(({ name: own, arn }) => own === name || arn === name);
  const arn = known?.arn ?? `arn:aws:cloudtrail:${call.region}:${accountId}:trail/${String(name)}`;
  return [{ action: `cloudtrail:${operation}`, resource: name === undefined ? '*' : arn }];
}
