import type { StepCoverage } from '../model/coverage.ts';
import type { Series, SeriesPoint } from '../model/overview.ts';

const HOUR = 3_600_000;
/** A week of hours; a longer time takes several hours a point. */
const MOST_POINTS = 168;

/**
 * Hourly values as a series over the time of the records. An hour that a stretch of records touches and that has no
 * value is zero; an hour without any record is null, because nothing is known of it.
 */
export function seriesOf(name: string, values: ReadonlyMap<string, number>, coverage: StepCoverage): Series {
  const seen = seenHours(values, coverage);
  const hours = [...seen].toSorted((a, b) => a - b);
  const [first] = hours;
  const last = hours.at(-1);
  if (first === undefined || last === undefined) return { name, hours: 1, points: [] };
  const step = Math.max(1, Math.ceil(((last - first) / HOUR + 1) / MOST_POINTS));
  const points: SeriesPoint[] = [];
  for (let from = first; from <= last; from += step * HOUR) {
    let value: number | null = null;
    for (let at = from; at < from + step * HOUR; at += HOUR) {
      if (seen.has(at)) value = Math.max(value ?? 0, values.get(isoHour(at)) ?? 0);
    }
    points.push({ at: isoHour(from), value });
  }
  return { name, hours: step, points };
}

/** The largest sum of 24 hours in a row, and the hour it begins at. */
export function busiestDay(values: ReadonlyMap<string, number>): {
  readonly from: string;
  readonly value: number;
} {
  const hours = [...values].toSorted(([a], [b]) => (a < b ? -1 : 1));
  let best = { from: '', value: 0 };
  let sum = 0;
  let start = 0;
  for (const [hour, value] of hours) {
    sum += value;
    for (;;) {
      const [oldest, gone] = hours[start] ?? [hour, 0];
      if (Date.parse(hour) - Date.parse(oldest) < 24 * HOUR) break;
      sum -= gone;
      start += 1;
    }
    if (sum > best.value) best = { from: hours[start]?.[0] ?? hour, value: sum };
  }
  return best;
}

/** An hour as the queries write it. */
export function isoHour(at: number): string {
  return `${new Date(Math.floor(at / HOUR) * HOUR).toISOString().slice(0, 19)}Z`;
}

/** Damaged times can span centuries; a stretch is walked hour by hour only as far as a plot makes sense. */
const MOST_HOURS = 24 * 366 * 3;

function seenHours(values: ReadonlyMap<string, number>, { stretches }: StepCoverage): ReadonlySet<number> {
  const seen = new Set<number>([...values.keys()].map((hour) => Date.parse(hour)));
  for (const { from, to } of stretches) {
    const end = Date.parse(to);
    for (let at = Math.floor(Date.parse(from) / HOUR) * HOUR; at <= end && seen.size < MOST_HOURS; at += HOUR)
      seen.add(at);
  }
  return seen;
}
