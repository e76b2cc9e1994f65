/** A tick of a time axis: where, and what stands under it. */
export interface Tick {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `03:15`, or a date where the ticks are days apart. */
  readonly text: string;
  /** The date, where the tick is the first of its day. */
  readonly date: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 5, 15, 30].map((count) => count * SECOND),
  ...[1, 5, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365, 3650, 36_500].map((count) => count * DAY),
];
const MOST_TICKS = 8;

/** Round times between two instants, at most eight. An axis without a length has its one instant. */
export function timeTicks(from: number, to: number): readonly Tick[] {
  const step = STEPS.find((length) => (to - from) / length <= MOST_TICKS - 1) ?? to - from;
  const first = Math.ceil(from / step) * step;
  const count = to === from ? 1 : Math.floor((to - first) / step) + 1;
  const instants = Array.from({ length: Math.min(count, MOST_TICKS) }, (_, index) =>
    to === from ? from : first + index * step,
  );
  let day = '';
  return instants.map((at) => {
    const iso = new Date(at).toISOString();
    const date = iso.slice(0, 10) === day ? '' : iso.slice(0, 10);
    day = iso.slice(0, 10);
    if (step >= DAY) return { at, text: day, date: '' };
    return { at, text: iso.slice(11, step < MINUTE ? 19 : 16), date };
  });
}
