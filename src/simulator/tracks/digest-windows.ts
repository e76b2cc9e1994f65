import type { Trail } from '../world/trail-state.ts';
import { seesRegion } from './trail-scope.ts';

/** The time one digest covers: log files delivered after `from`, up to and including `to`. */
export interface DigestWindow {
  readonly from: number;
  readonly to: number;
  /** The chain starts here: nothing goes before it. */
  readonly isFirst: boolean;
}

interface Chain {
  readonly from: number;
  /** Absent while it goes on. */
  readonly end: number | undefined;
}

const HOUR = 3_600_000;

/**
 * The next digest of a trail in a Region after a time. A chain begins when logging or validation is turned on, goes on
 * by the hour from then, and ends, when one of them is turned off, with a digest of what was still under way.
 * @param lastFile when the log file that holds an event of this time is delivered
 */
export function nextWindow(
  trail: Trail,
  region: string,
  { after, lastFile }: { readonly after: number; readonly lastFile: (time: number) => number },
): DigestWindow | undefined {
  for (const { from, end } of chainsOf(trail, region, lastFile)) {
    if (end !== undefined && end <= after) continue;
    const start = Math.max(from, after);
    const hour = from + (Math.floor((start - from) / HOUR) + 1) * HOUR;
    return { from: start, to: end === undefined ? hour : Math.min(hour, end), isFirst: start === from };
  }
  return undefined;
}

function chainsOf(trail: Trail, region: string, lastFile: (time: number) => number): readonly Chain[] {
  const chains: Chain[] = [];
  let from: number | undefined;
  for (const { at, settings } of trail.changes) {
    const on = settings.isLogging && settings.validation && seesRegion(trail, settings, region);
    if (on && from === undefined) from = wholeSeconds(at);
    if (on || from === undefined) continue;
    chains.push({ from, end: lastFile(at) });
    from = undefined;
  }
  if (from !== undefined) chains.push({ from, end: undefined });
  // What is turned on again early takes over what was still under way.
  return chains
    .map(({ from: start, end }, index) => {
      const next = chains[index + 1]?.from;
      return { from: start, end: end === undefined || next === undefined ? end : Math.min(end, next) };
    })
    .filter(({ from: start, end }) => end === undefined || end > start);
}

function wholeSeconds(time: number): number {
  return Math.floor(time / 1000) * 1000;
}
