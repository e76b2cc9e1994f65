import { InvalidEventPatternException, type PutRuleRequest } from '@aws-sdk/client-eventbridge';
import { isObject } from '../../../base/json.ts';
import { DEFAULT_BUS } from '../../world/event-rules-state.ts';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { onDefaultBus, page, ruleArn, ruleOf, type EventBridgeHandlers } from './handlers.ts';

/** The rules of the default bus. */
export function ruleHandlers(world: World): EventBridgeHandlers {
  const { eventRules, accountId } = world;
  return {
    ListRules: (input, { region }) => {
      onDefaultBus(input.EventBusName);
      const { NamePrefix = '' } = input;
      const all = [...eventRules(region).values()].map(({ rule }) => rule);
      const begin = all.filter(({ Name = '' }) => Name.startsWith(NamePrefix));
      const { items, next } = page(begin, `ListRules ${NamePrefix}`, input);
      return { Rules: [...items], NextToken: next };
    },
    DescribeRule: ({ Name, EventBusName }, call) => ({
      ...ruleOf(world, { name: Name, bus: EventBusName }, call).rule,
      CreatedBy: accountId,
    }),
    PutRule: (input, { region }) => {
      onDefaultBus(input.EventBusName);
      const name = given(input.Name, 'Name');
      checkTrigger(input);
      const rule = {
        Name: name,
        Arn: ruleArn(name, { region, accountId }),
        EventPattern: input.EventPattern,
        ScheduleExpression: input.ScheduleExpression,
        State: input.State ?? 'ENABLED',
        Description: input.Description,
        RoleArn: input.RoleArn,
        EventBusName: DEFAULT_BUS,
      };
      const targets = eventRules(region).get(name)?.targets ?? new Map();
      eventRules(region).set(name, { rule, targets });
      return { RuleArn: rule.Arn };
    },
    DeleteRule: ({ Name, EventBusName }, { region }) => {
      onDefaultBus(EventBusName);
      const name = given(Name, 'Name');
      if ((eventRules(region).get(name)?.targets.size ?? 0) > 0)
        throw new WireError('ValidationException', "Rule can't be deleted since it has targets.");
      eventRules(region).delete(name);
      return {};
    },
  };
}

/** A rule waits for events or for times. */
function checkTrigger({ EventPattern, ScheduleExpression }: PutRuleRequest): void {
  if (EventPattern === undefined && ScheduleExpression === undefined)
    throw new WireError(
      'ValidationException',
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
  if (EventPattern !== undefined && !isPattern(EventPattern))
    throw new InvalidEventPatternException(because('Event pattern is not valid.'));
}

function isPattern(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
