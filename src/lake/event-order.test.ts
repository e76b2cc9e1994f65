import { describe, expect, it } from 'vitest';
import { byEventName } from './event-order.ts';

function run(file: number, names: readonly (string | null)[]) {
  const records = names.map((name) => (name === null ? '{}' : `{"eventName":"${name}","x":"eventName"}`));
  const bytes = Buffer.from(records.join(','));
  let at = 0;
  const spans = records.flatMap((record) => {
    const start = at;
    at += record.length + 1;
    return [start, start + record.length];
  });
  return { file, bytes, spans, firstRecord: 0, base: 0 };
}

describe('byEventName', () => {
  it('gives every record once, those of one name together and in the order of the files', () => {
    const { picks } = byEventName([run(0, ['B', 'A', 'B']), run(1, ['A', 'C', 'B'])]);
    expect([...picks]).toEqual([0, 1, 1, 0, 0, 0, 0, 2, 1, 2, 1, 1]);
  });

  it('drops no record whose name it cannot see', () => {
    const { picks } = byEventName([run(0, ['A', null, 'x'.repeat(500)]), run(1, [null])]);
    expect(picks).toHaveLength(8);
    expect(new Set(Array.from({ length: 4 }, (_, at) => `${picks[2 * at]}:${picks[2 * at + 1]}`)).size).toBe(
      4,
    );
  });
});
