import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { page, ruleOf, type EventBridgeHandlers } from './handlers.ts';

/** What rules hand their events to. */
export function targetHandlers(world: World): EventBridgeHandlers {
  return {
    ListTargetsByRule: (input, call) => {
      const { Rule, EventBusName } = input;
      const { targets } = ruleOf(world, { name: Rule, bus: EventBusName }, call);
      const { items, next } = page([...targets.values()], `ListTargetsByRule ${Rule}`, input);
      return { Targets: [...items], NextToken: next };
    },
    PutTargets: ({ Rule, EventBusName, Targets }, call) => {
      const { targets } = ruleOf(world, { name: Rule, bus: EventBusName }, call);
      for (const target of given(Targets, 'Targets')) targets.set(given(target.Id, 'Targets.Id'), target);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets: ({ Rule, EventBusName, Ids }, call) => {
      const { targets } = ruleOf(world, { name: Rule, bus: EventBusName }, call);
      for (const id of given(Ids, 'Ids')) targets.delete(id);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };
}
