import type { World } from '../world/world.ts';
import { createInvocationDelivery, type InvocationSink } from './invocation-delivery.ts';
import { createTrailDelivery, type LogGroupSink } from './trail-delivery.ts';

/** Where log groups take their lines; without them, S3 alone is written to. */
export interface LogGroupSinks {
  readonly trail: LogGroupSink;
  readonly invocations: InvocationSink;
}

/** Everything AWS writes by itself: call it with the time before anybody looks. */
export function createDeliveries(world: World, sinks?: LogGroupSinks): (now: number) => void {
  const trails = createTrailDelivery(world, sinks?.trail);
  const invocations = createInvocationDelivery(world, sinks?.invocations);
  return (now) => {
    trails(now);
    invocations(now);
  };
}
