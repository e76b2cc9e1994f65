import { expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import { varyScenario } from './vary-scenario.ts';

const scenario = {
  called: 60 * 60_000,
  addresses: ['198.51.100.23', '203.0.113.66', '192.0.2.141'],
  story: [
    { at: 60_000, every: null, until: null },
    { at: 120_000, every: 90_000, until: 3_600_000 },
  ],
} as unknown as Scenario;

test('a seed changes pace and foreign addresses, keeps the order and the addresses of the organization', () => {
  for (const drawn of [0, 0.2, 0.5, 0.999]) {
    const { story, addresses, called } = varyScenario(scenario, () => drawn);
    const [first, second] = story;
    expect(first?.at).toBeLessThan(second?.at ?? 0);
    expect((first?.at ?? 1) % 1000).toBe(0);
    expect(second?.every).not.toBeNull();
    expect(addresses[0]).toMatch(/^198\.51\.100\.\d+$/);
    expect(addresses[1]).toMatch(/^203\.0\.113\.\d+$/);
    expect(addresses[2]).toBe('192.0.2.141');
    // All that the story has by the minute of the lesson, it has at every pace.
    expect(called).toBeGreaterThanOrEqual(Math.round((60 * (first?.at ?? 0)) / 60_000) * 60_000);
  }
});
