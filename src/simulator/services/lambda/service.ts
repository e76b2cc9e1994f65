import * as lambda from '@aws-sdk/client-lambda';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { lambdaAccess } from './access.ts';
import { concurrencyHandlers } from './concurrency.ts';
import { functionHandlers } from './functions.ts';
import type { LambdaHandlers } from './handlers.ts';
import { invocationHandlers } from './invocations.ts';
import { layerHandlers } from './layers.ts';
import { permissionHandlers } from './permissions.ts';
import { urlHandlers } from './urls.ts';

/** Lambda of the simulated account. */
export function lambdaService(world: World): ServiceUnit {
  const handlers: LambdaHandlers = {
    ...functionHandlers(world),
    ...concurrencyHandlers(world),
    ...urlHandlers(world),
    ...permissionHandlers(world),
    ...invocationHandlers(world),
    ...layerHandlers(world),
  };
  return {
    model: serviceModel(lambda, lambda.LambdaClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => lambdaAccess(world, { operation, input }, call),
  };
}
