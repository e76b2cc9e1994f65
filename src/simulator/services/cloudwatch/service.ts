import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import type { Access, Call, ServiceUnit } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import { untyped } from '../../wire/handlers.ts';
import type { Input } from '../../wire/input.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { alarmHandlers } from './alarms.ts';
import type { CloudWatchHandlers } from './handlers.ts';
import { metricDataHandlers } from './metric-data.ts';
import { metricHandlers } from './metrics.ts';

/** CloudWatch's metrics and alarms in the simulated account. */
export function cloudWatchService(world: World): ServiceUnit {
  const handlers: CloudWatchHandlers = {
    ...metricHandlers(world),
    ...metricDataHandlers(world),
    ...alarmHandlers(world),
  };
  return {
    model: serviceModel(cloudwatch, cloudwatch.CloudWatchClient),
    handlers: untyped(handlers),
    access: (operation, input, call) => access(world, { operation, input }, call),
  };
}

/** Alarms have ARNs, metrics have none. */
function access(
  { accountId }: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  { region }: Call,
): readonly Access[] {
  const action = `cloudwatch:${operation}`;
  const alarm = (name: string): Access => ({
    action,
    resource: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
  });
  const names = [input['AlarmName'], input['AlarmNames']].flat().filter((name) => typeof name === 'string');
  if (names.length > 0) return names.map(alarm);
  if (operation === 'DescribeAlarms') return [alarm('*')];
  const namespace = input['Namespace'];
  const context =
    typeof namespace === 'string' ? new Map([['cloudwatch:namespace', [namespace]]]) : undefined;
  return [{ action, resource: '*', context }];
}
