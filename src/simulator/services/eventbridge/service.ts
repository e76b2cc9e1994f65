import * as eventbridge from '@aws-sdk/client-eventbridge';
import type { ServiceUnit } from '../../world/call.ts';
import { passRole } from '../../world/pass-role.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { ruleArn, type EventBridgeHandlers } from './handlers.ts';
import { ruleHandlers } from './rules.ts';
import { targetHandlers } from './targets.ts';

/** Rules of the default event bus, and their targets. Events do not pass through it. */
export function eventBridgeService(world: World): ServiceUnit {
  const handlers: EventBridgeHandlers = { ...ruleHandlers(world), ...targetHandlers(world) };
  return {
    model: serviceModel(eventbridge, eventbridge.EventBridgeClient),
    handlers: untyped(handlers),
    access: (operation, { Name, Rule = Name, RoleArn }, { region }) => {
      const resource = typeof Rule === 'string' ? ruleArn(Rule, { region, accountId: world.accountId }) : '*';
      return [{ action: `events:${operation}`, resource }, ...passRole([RoleArn], 'events.amazonaws.com')];
    },
  };
}
