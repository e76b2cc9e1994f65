import * as logs from '@aws-sdk/client-cloudwatch-logs';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { logsAccess } from './access.ts';
import { deliveryHandlers } from './deliveries.ts';
import { eventHandlers } from './events.ts';
import { exportHandlers } from './exports.ts';
import { filterHandlers } from './filters.ts';
import { groupHandlers } from './groups.ts';
import type { LogsHandlers } from './handlers.ts';
import { queryHandlers } from './queries.ts';
import { streamHandlers } from './streams.ts';

/** CloudWatch Logs of the simulated account. */
export function logsService(world: World): ServiceUnit {
  const handlers: LogsHandlers = {
    ...groupHandlers(world),
    ...streamHandlers(world),
    ...eventHandlers(world),
    ...filterHandlers(world),
    ...exportHandlers(world),
    ...queryHandlers(world),
    ...deliveryHandlers(world),
  };
  return {
    model: serviceModel(logs, logs.CloudWatchLogsClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => logsAccess(world, { operation, input }, call),
  };
}
