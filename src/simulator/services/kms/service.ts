import * as kms from '@aws-sdk/client-kms';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { kmsAccess } from './access.ts';
import { encryptionHandlers } from './encryption.ts';
import type { KmsHandlers } from './handlers.ts';
import { keyPolicyHandlers } from './key-policies.ts';
import { keyHandlers } from './keys.ts';

/** KMS of the simulated account. */
export function kmsService(world: World): ServiceUnit {
  const handlers: KmsHandlers = {
    ...keyHandlers(world),
    ...keyPolicyHandlers(world),
    ...encryptionHandlers(world),
  };
  return {
    model: serviceModel(kms, kms.KMSClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => kmsAccess(world, { operation, input }, call),
  };
}
