const MINUTE = 60_000;
/** IAM is settled by then (FACTS section 0: seconds). */
const SETTLED = MINUTE;
/** The time in which no success may be seen. */
const WATCHED = 15 * MINUTE;
/** So late may an event be in the event history. */
const DELAY = 15 * MINUTE;

/** The window that has to be free of successes, and when the event history covers it. ISO 8601 UTC. */
export function proofTimes(executedAt: string): {
  readonly from: string;
  readonly to: string;
  readonly due: string;
} {
  const at = Date.parse(executedAt);
  const iso = (time: number): string => new Date(time).toISOString();
  return {
    from: iso(at + SETTLED),
    to: iso(at + SETTLED + WATCHED),
    due: iso(at + SETTLED + WATCHED + DELAY),
  };
}
