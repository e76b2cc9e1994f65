import { describe, expect, it } from 'vitest';
import type { SeriesPoint } from '../model/overview.ts';
import { barLines, sparkline } from './plots.ts';

function points(values: readonly (number | null)[]): readonly SeriesPoint[] {
  return values.map((value, index) => ({ at: `2026-03-02T${String(index).padStart(2, '0')}:00:00Z`, value }));
}

describe('sparkline', () => {
  it('tells zero from little and from nothing known', () => {
    expect(sparkline(points([0, 1, 50, 100, null]), 80)).toBe('▁▂▅█·');
    expect(sparkline(points([0, 0]), 80)).toBe('▁▁');
  });

  it('keeps the largest of the points that share a column', () => {
    expect(sparkline(points([0, 8, 0, 0, null, null]), 3)).toBe('█▁·');
  });
});

describe('barLines', () => {
  const bars = [
    { name: 'role/app', value: 100, level: 'critical', note: '100 calls' },
    { name: 'user/\u001b[31mred', value: 1, level: 'unrated', note: '1 call' },
    { name: 'x'.repeat(200), value: 0, level: 'unrated', note: 'y'.repeat(200) },
  ] as const;

  it('fit the width, the largest filling its room, and steer no terminal', () => {
    const lines = barLines(bars, { width: 77, mark: (_, text) => text });
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(77);
    expect(lines[0]).toMatch(/^role\/app +█{10,} {2,}100 calls$/);
    expect(lines[1]).toMatch(/[▏▎▍▌▋▊▉█] /);
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('cut a name in its middle: two roles that begin alike are told apart', () => {
    const named = ['app', 'batch'].map((end) => ({
      name: `role/example-support-assistant-${end}`,
      value: 1,
      level: 'unrated' as const,
      note: '',
    }));
    const lines = barLines(named, { width: 77, mark: (_, text) => text });
    expect(lines.map((line) => line.slice(0, 26))).toEqual([
      'role/example-…ssistant-app',
      'role/example-…istant-batch',
    ]);
  });
});
