/** Lets calls through no faster than a quota allows, in the order they came; each key has a quota of its own. */
export interface Pacer {
  /** Waits for a turn. */
  turn(key: string, perSecond: number): Promise<void>;
}

/** What a pacer needs to know of time. */
export interface PacerTime {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * How much of the time between two turns a call that came late is forgiven. A page that took a little longer than its
 * turn does not set back all the pages after it; two calls still never come closer than half a turn, which a quota
 * that counts by the second does not refuse.
 */
const FORGIVEN = 0.5;

/** The turns of one key are evenly spaced: a burst would only be throttled. */
export function createPacer({ now, wait }: PacerTime): Pacer {
  const next = new Map<string, number>();
  return {
    async turn(key, perSecond) {
      const between = 1000 / perSecond;
      const due = next.get(key) ?? now();
      const late = now() - due;
      // After a pause nothing is made up for: the quota has no more to spare than it had at the beginning.
      const at = late > between ? now() : Math.max(now() - between * FORGIVEN, due);
      next.set(key, at + between);
      const delay = at - now();
      if (delay > 0) await wait(delay);
    },
  };
}

/** Quotas worth waiting for rather than running into: per account and Region, calls a second (FACTS 1.2). */
export const QUOTAS: Readonly<Record<string, number>> = { 'cloudtrail:LookupEvents': 2 };
