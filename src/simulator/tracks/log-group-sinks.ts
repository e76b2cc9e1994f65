import { countMatches } from '../services/logs/metric-counts.ts';
import { type LogLine, writeLogs } from '../world/log-events.ts';
import type { World } from '../world/world.ts';
import type { LogGroupSinks } from './deliveries.ts';

/** Trails and the invocation log write into the account's own log groups; where a group is gone, the lines are lost. */
export function logGroupSinks(world: World): LogGroupSinks {
  return {
    trail: ({ groupArn, stream, region, events }) =>
      write(world, { region, group: groupOf(groupArn), stream }, events),
    invocations: ({ region, group, stream, records }) =>
      void write(world, { region, group, stream }, records),
  };
}

/** Writes records as lines, and has the group's metric filters count them. */
function write(
  world: World,
  place: { readonly region: string; readonly group: string; readonly stream: string },
  records: readonly { readonly time: number; readonly record: unknown }[],
): boolean {
  const lines: readonly LogLine[] = records.map(({ time, record }) => ({
    timestamp: time,
    message: JSON.stringify(record),
  }));
  const group = world.logs(place.region).groups.get(place.group);
  if (group !== undefined) countMatches(world.metrics(place.region), group, lines);
  return writeLogs(world, place, lines);
}

/** `arn:aws:logs:us-east-1:111122223333:log-group:NAME:*`. */
function groupOf(arn: string): string {
  return /:log-group:([^:]+)/.exec(arn)?.[1] ?? arn;
}
