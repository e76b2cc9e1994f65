import * as s3 from '@aws-sdk/client-s3';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { s3Access } from './access.ts';
import { bucketSettingHandlers } from './bucket-settings.ts';
import { bucketHandlers, type S3Handlers } from './buckets.ts';
import { listingHandlers } from './listings.ts';
import { objectLockHandlers } from './object-lock.ts';
import { objectHandlers } from './objects.ts';

/** S3 of the simulated account. */
export function s3Service(world: World): ServiceUnit {
  const handlers: S3Handlers = {
    ...bucketHandlers(world),
    ...bucketSettingHandlers(world),
    ...objectHandlers(world),
    ...listingHandlers(world),
    ...objectLockHandlers(world),
  };
  return {
    model: serviceModel(s3, s3.S3Client),
    handlers: untyped(handlers),
    access: (operation, input) => s3Access(world, operation, input),
  };
}
