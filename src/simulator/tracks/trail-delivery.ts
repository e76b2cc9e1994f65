import type { Trail } from '../world/trail-state.ts';
import type { World } from '../world/world.ts';
import { TrailOutbox, type LogGroupBatch } from './trail-outbox.ts';

const FIVE_MINUTES = 300_000;
const HOUR = 3_600_000;

/** Takes the events that a trail sends to a log group; false = there is no such group. */
export type LogGroupSink = (batch: LogGroupBatch) => boolean;

/**
 * Writes the trails' log files and digests into their buckets. The function that is returned does all that is due at
 * a time; call it before anybody looks. What was delivered does not depend on when it is called.
 */
export function createTrailDelivery(world: World, toLogGroup?: LogGroupSink): (now: number) => void {
  const { trail: state, delays } = world;
  // An account whose past is not told says from when on it writes: months of digests are read by nobody.
  const first = state.closedUntil > 0 ? state.closedUntil : (state.events[0]?.time ?? world.clock.now());
  const outboxes = new Map<Trail, TrailOutbox>();
  let quietUntil = -Infinity;
  let changes = 0;
  state.closedUntil = floorTo(first, FIVE_MINUTES);
  // An account may be opened again over the same world: what was delivered once is not delivered twice.
  let at = state.events.filter(({ time }) => time < state.closedUntil).length;
  return (now) => {
    const trails = [...state.trails.values(), ...state.deleted];
    const count = trails.reduce((sum, trail) => sum + trail.changes.length, 0);
    if (now < quietUntil && count === changes) return;
    changes = count;
    const boxes = trails.map((trail) => {
      const box = outboxes.get(trail) ?? new TrailOutbox(world, trail, floorTo(first, HOUR));
      outboxes.set(trail, box);
      return box;
    });
    for (const box of boxes) box.retry(now);
    for (let end = state.closedUntil + FIVE_MINUTES; end + delays.delivery <= now; end += FIVE_MINUTES) {
      const from = at;
      while ((state.events[at]?.time ?? Infinity) < end) at += 1;
      state.closedUntil = end;
      const events = state.events.slice(from, at);
      for (const box of boxes) closeBox(box, { events, end, toLogGroup });
    }
    const digests = boxes.map((box) => box.closeDigests(now));
    const waiting = boxes.some((box) => box.isWaiting());
    quietUntil = waiting ? now : Math.min(state.closedUntil + FIVE_MINUTES + delays.delivery, ...digests);
  };
}

interface Closing {
  readonly events: Parameters<TrailOutbox['closeFiles']>[0];
  readonly end: number;
  readonly toLogGroup: LogGroupSink | undefined;
}

function closeBox(box: TrailOutbox, { events, end, toLogGroup }: Closing): void {
  const groups = box.closeFiles(events, end);
  if (toLogGroup === undefined) return;
  for (const group of groups) box.sentToGroup(toLogGroup(group), end);
}

function floorTo(time: number, step: number): number {
  return Math.floor(time / step) * step;
}
