import { addMeasurement, type Measurement } from './metrics-state.ts';
import type { World } from './world.ts';

/** Has a service of the account measure something: what it measures stands in CloudWatch from that time on. */
export function measure(
  world: Pick<World, 'metrics' | 'clock'>,
  region: string,
  measurement: Omit<Measurement, 'time'>,
): void {
  addMeasurement(world.metrics(region), { ...measurement, time: world.clock.now() });
}
