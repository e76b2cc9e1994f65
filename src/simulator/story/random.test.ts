import { describe, expect, it } from 'vitest';
import { createRandom, weighted } from './random.ts';

describe('createRandom', () => {
  it('gives the numbers of its seed, the same on every platform', () => {
    const random = createRandom('example');
    expect([random.int(1000), random.int(1000), random.int(1000), random.uuid()]).toMatchInlineSnapshot(`
      [
        64,
        848,
        682,
        "dd8b82be-e47c-4903-b44a-2f3af5341340",
      ]
    `);
  });

  it('gives different streams to different seeds and forks', () => {
    const draws = ['a', 'b'].map((seed) => createRandom(seed).text('0123456789', 12));
    const fork = createRandom('a').fork('x').text('0123456789', 12);
    expect(new Set([...draws, fork]).size).toBe(3);
  });

  it('does not shift a fork by what was drawn before it', () => {
    const used = createRandom('a');
    used.text('abc', 99);
    expect(used.fork('x').uuid()).toBe(createRandom('a').fork('x').uuid());
  });

  it('refuses to pick from nothing', () => {
    expect(() => createRandom('a').pick([])).toThrow('nothing to pick from');
  });
});

describe('weighted', () => {
  it('draws in proportion to the weights', () => {
    const random = createRandom('weights');
    const draw = weighted([
      { name: 'rare', weight: 1 },
      { name: 'common', weight: 9 },
    ]);
    const drawn = Array.from({ length: 5000 }, () => draw(random).name);
    const rare = drawn.filter((name) => name === 'rare').length;
    expect(rare).toBeGreaterThan(400);
    expect(rare).toBeLessThan(600);
  });
});
