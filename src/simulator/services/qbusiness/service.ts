import * as qbusiness from '@aws-sdk/client-qbusiness';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { applicationHandlers } from './applications.ts';
import type { QBusinessHandlers } from './handlers.ts';
import { permissionHandlers } from './permissions.ts';
import { syncJobHandlers } from './sync-jobs.ts';

/** What containment needs of Q Business. */
export function qBusinessService(world: World): ServiceUnit {
  const handlers: QBusinessHandlers = {
    ...applicationHandlers(world),
    ...syncJobHandlers(world),
    ...permissionHandlers(world),
  };
  return {
    model: serviceModel(qbusiness, qbusiness.QBusinessClient),
    handlers: untyped(handlers),
    access: (operation, input, { region }) => [
      {
        action: `qbusiness:${operation}`,
        resource:
          input['applicationId'] === undefined
            ? '*'
            : `arn:aws:qbusiness:${region}:${world.accountId}:${pathOf(input)}`,
      },
    ],
  };
}

function pathOf({ applicationId, pluginId, indexId, dataSourceId }: Input): string {
  const application = `application/${String(applicationId)}`;
  if (pluginId !== undefined) return `${application}/plugin/${String(pluginId)}`;
  return dataSourceId === undefined
    ? application
    : `${application}/index/${String(indexId)}/data-source/${String(dataSourceId)}`;
}
