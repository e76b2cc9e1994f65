import * as guardduty from '@aws-sdk/client-guardduty';
import type { ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { detectorHandlers } from './detectors.ts';
import { findingHandlers } from './findings.ts';
import type { GuardDutyHandlers } from './handlers.ts';

/** GuardDuty of the simulated account. */
export function guardDutyService(world: World): ServiceUnit {
  const handlers: GuardDutyHandlers = { ...detectorHandlers(world), ...findingHandlers(world) };
  return {
    model: serviceModel(guardduty, guardduty.GuardDutyClient),
    handlers: untyped(handlers),
    access: (operation, input, { region }) => {
      const id = input['DetectorId'];
      const resource =
        typeof id === 'string' ? `arn:aws:guardduty:${region}:${world.accountId}:detector/${id}` : '*';
      return [{ action: `guardduty:${operation}`, resource }];
    },
  };
}
