import { InternalError } from '../../base/errors.ts';
import type { Trail, TrailSettings } from './trail-state.ts';

/** What the trail is set to now. */
export function settingsOf({ changes, name }: Trail): TrailSettings {
  const last = changes.at(-1);
  if (last === undefined) throw new InternalError(`the trail ${name} was never set up`);
  return last.settings;
}

/** From now on the trail is set otherwise. */
export function changeTrail(trail: Trail, at: number, change: Partial<TrailSettings>): void {
  const settings = { ...settingsOf(trail), ...change };
  trail.changes.push({ at, settings });
  if (change.isLogging === true) trail.startedAt = at;
  if (change.isLogging === false) trail.stoppedAt = at;
}

/** What the trail was set to at a time; undefined before there was such a trail. */
export function settingsAt({ changes }: Trail, time: number): TrailSettings | undefined {
  return changes.findLast(({ at }) => at <= time)?.settings;
}

/**
 * The settings that an event of this time falls under. At the very moment of a change both count: the call that stops
 * a trail is in its last file.
 */
export function settingsAround({ changes }: Trail, time: number): readonly TrailSettings[] {
  const around = changes.filter(({ at }, index) => {
    const end = changes[index + 1]?.at ?? Infinity;
    return at <= time && time <= end;
  });
  return around.map(({ settings }) => settings);
}
