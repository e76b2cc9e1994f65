import type { Bar } from '../model/overview.ts';
import { callerName } from './caller-name.ts';

const MOST_BARS = 8;

/** The largest values as bars; what is left over is one bar of its own, so that nothing is hidden. */
export function topBars(
  values: ReadonlyMap<string, number>,
  note: (value: number, name: string) => string,
  level: (name: string, value: number) => Bar['level'] = () => 'unrated',
): readonly Bar[] {
  const sorted = [...values]
    .filter(([, value]) => value > 0)
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const shown = sorted.slice(0, MOST_BARS).map(([name, value]) => ({
    name: callerName(name),
    value,
    level: level(name, value),
    note: note(value, name),
  }));
  const rest = sorted.slice(MOST_BARS);
  if (rest.length === 0) return shown;
  const value = rest.reduce((sum, [, one]) => sum + one, 0);
  return [...shown, { name: `${rest.length} more`, value, level: 'unrated', note: note(value, '') }];
}
