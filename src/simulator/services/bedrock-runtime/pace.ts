import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';

const MINUTE = 60_000;

/** Counts the calls to each model of each Region and refuses those over the quota of a minute. */
export function createPace({ realNow, quotas }: World): (region: string, modelId: string) => void {
  const calls = new Map<string, number[]>();
  return (region, modelId) => {
    const now = realNow();
    const key = `${region}/${modelId}`;
    const recent = (calls.get(key) ?? []).filter((at) => now - at < MINUTE);
    if (recent.length >= quotas.modelCallsPerMinute) {
      throw new WireError('ThrottlingException', 'Too many requests, please wait before trying again.', 429);
    }
    calls.set(key, [...recent, now]);
  };
}
