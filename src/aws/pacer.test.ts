import { expect, it } from 'vitest';
import { createPacer } from './pacer.ts';

/** Takes turns at two a second, each followed by so much time; gives when each call left. */
async function turns(takes: readonly number[]): Promise<readonly number[]> {
  let now = 1000;
  const pacer = createPacer({
    now: () => now,
    wait: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  });
  const left: number[] = [];
  for (const took of takes) {
    await pacer.turn('key', 2);
    left.push(now - 1000);
    now += took;
  }
  return left;
}

it('spaces calls evenly', async () => {
  expect(await turns([10, 10, 10, 10])).toEqual([0, 500, 1000, 1500]);
});

it('lets the calls after one that was a little late keep their turns', async () => {
  expect(await turns([700, 10, 10, 10])).toEqual([0, 700, 1000, 1500]);
});

it('never makes up for more than half a turn', async () => {
  expect(await turns([900, 10, 10, 10])).toEqual([0, 900, 1150, 1650]);
});

it('makes up for nothing after a pause, so that no burst comes of it', async () => {
  expect(await turns([5000, 10, 10, 10])).toEqual([0, 5000, 5500, 6000]);
});

it('lets calls that ask at once through one after the other', async () => {
  const waited: number[] = [];
  const pacer = createPacer({ now: () => 0, wait: (ms) => (waited.push(ms), Promise.resolve()) });
  await Promise.all([1, 2, 3].map(() => pacer.turn('key', 2)));
  expect(waited).toEqual([500, 1000]);
});
