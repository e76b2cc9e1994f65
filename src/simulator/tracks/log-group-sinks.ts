import type { World } from '../world/world.ts';
import { writeLogs } from '../world/log-events.ts';
import type { LogGroupSinks } from './deliveries.ts';

/** Trails and the invocation log write into the account's own log groups; where a group is gone, the lines are lost. */
export function logGroupSinks(world: World): LogGroupSinks {
  return {
    trail: ({ groupArn, stream, region, events }) =>
      writeLogs(
        world,
        { region, group: groupOf(groupArn), stream },
        events.map(({ time, record }) => ({ timestamp: time, message: JSON.stringify(record) })),
      ),
    invocations: ({ region, group, stream, records }) =>
      void writeLogs(
        world,
        { region, group, stream },
        records.map(({ time, record }) => ({ timestamp: time, message: JSON.stringify(record) })),
      ),
  };
}

/** `arn:aws:logs:us-east-1:111122223333:log-group:NAME:*`. */
function groupOf(arn: string): string {
  return /:log-group:([^:]+)/.exec(arn)?.[1] ?? arn;
}
