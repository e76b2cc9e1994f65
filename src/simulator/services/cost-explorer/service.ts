import * as costExplorer from '@aws-sdk/client-cost-explorer';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import type { CostExplorerHandlers } from './handlers.ts';
import { monitorHandlers } from './monitors.ts';
import { subscriptionHandlers } from './subscriptions.ts';

/** Cost Explorer's watch for anomalies. It finds none: nothing is spent in the simulated account. */
export function costExplorerService(world: World): ServiceUnit {
  const handlers: CostExplorerHandlers = { ...monitorHandlers(world), ...subscriptionHandlers(world) };
  return {
    model: serviceModel(costExplorer, costExplorer.CostExplorerClient),
    handlers: untyped(handlers),
    access: (operation, input) => {
      const kind = operation.includes('Monitor') ? 'monitor' : 'subscription';
      const { MonitorArn, SubscriptionArn } = input;
      const arn = kind === 'monitor' ? MonitorArn : SubscriptionArn;
      // A list is asked of all; what is made has no ARN before (service authorization reference of Cost Explorer).
      const all = operation.startsWith('Create') ? '*' : `arn:aws:ce::${world.accountId}:anomaly${kind}/*`;
      return [{ action: `ce:${operation}`, resource: typeof arn === 'string' ? arn : all }];
    },
  };
}
