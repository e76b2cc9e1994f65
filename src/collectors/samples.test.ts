import { describe, expect, it } from 'vitest';
import { reckoned, type Sampling, type Seen, type Span } from './samples.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PAGE = 50;

interface Source extends Sampling {
  readonly looks: () => number;
}

/** A source of events at these times, of a hundred bytes each, of which one page of fifty is shown. */
function source(begins: Sampling['begins'], times: readonly number[]): Source {
  let looks = 0;
  return {
    begins,
    looks: () => looks,
    look: ({ from, to }: Span): Promise<Seen> => {
      looks += 1;
      const inside = times.filter((time) => time >= from && time < to);
      const page = begins === 'newest' ? inside.slice(-PAGE) : inside.slice(0, PAGE);
      const reach = begins === 'newest' ? to - (page[0] ?? from) : (page.at(-1) ?? to) - from;
      const covered = page.length < inside.length ? reach : null;
      return Promise.resolve({ count: page.length, bytes: page.length * 100, covered });
    },
  };
}

const even = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => Math.floor((index * 14 * DAY) / count));
const SPAN = { from: 0, to: 14 * DAY };

describe.each(['newest', 'oldest'] as const)('pages that begin with the %s', (begins) => {
  it('count what one of them shows', async () => {
    const few = source(begins, even(40));
    expect(await reckoned(SPAN, few)).toEqual({ count: 40, bytes: 4000, exact: true });
    expect(few.looks()).toBe(1);
    expect(await reckoned(SPAN, source(begins, []))).toEqual({ count: 0, bytes: 0, exact: true });
  });

  it('count what a few of them show together', async () => {
    expect(await reckoned(SPAN, source(begins, even(120)))).toEqual({
      count: 120,
      bytes: 12_000,
      exact: true,
    });
  });

  it('tell about how much there is of an even source, whatever its size', async () => {
    for (const count of [5000, 300_000]) {
      const { count: told, exact } = await reckoned(SPAN, source(begins, even(count)));
      expect(exact).toBe(false);
      expect(Math.abs(told / count - 1)).toBeLessThan(0.1);
    }
  });

  it('do not take a burst at the end they begin from for how the whole span is', async () => {
    const burst = Array.from({ length: 2000 }, (_, index) => index * 1000);
    const times = begins === 'oldest' ? burst : burst.map((time) => 14 * DAY - 2_000_000 + time);
    const { count } = await reckoned(
      SPAN,
      source(
        begins,
        [...times].toSorted((a, b) => a - b),
      ),
    );
    // The span would hold 1,209,600 at the pace of the burst.
    expect(Math.abs(count / 2000 - 1)).toBeLessThan(0.1);
  });

  it('tell about how much there is of busy days and quiet nights', async () => {
    const days = Array.from({ length: 14 * 3600 }, (_, index) => {
      const day = Math.floor(index / 3600);
      return day * DAY + 8 * HOUR + (index % 3600) * 10_000;
    });
    const times = [...days, ...even(20_000)].toSorted((a, b) => a - b);
    const { count } = await reckoned(SPAN, source(begins, times));
    expect(count / times.length).toBeGreaterThan(0.4);
    expect(count / times.length).toBeLessThan(1.6);
  });

  it('are few', async () => {
    const large = source(begins, even(300_000));
    await reckoned(SPAN, large);
    expect(large.looks()).toBeLessThanOrEqual(9);
  });
});

it('ends where many events share one second', async () => {
  const { count } = await reckoned(
    { from: 0, to: HOUR },
    source('newest', Array<number>(500).fill(1800_000)),
  );
  expect(count).toBeGreaterThanOrEqual(50);
});
