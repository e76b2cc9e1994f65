import type { AimAmount } from '../model/aim-amount.ts';
import type { PlayState } from '../model/play.ts';
import type { Aim, Scenario } from '../model/scenario.ts';

const MINUTE = 60_000;

/** What the intruder cost, aim by aim, and all of it in points. */
export interface Damage {
  readonly aims: readonly AimAmount[];
  readonly points: number;
}

/** Counted from the calls that went through, and for aims that last, from the minutes in which they held. */
export function damageOf(
  { aims }: Pick<Scenario, 'aims'>,
  state: Pick<PlayState, 'moves' | 'meters'>,
): Damage {
  const all = aims.map((aim) => aimDamage(aim, state));
  return { aims: all, points: round(all.reduce((sum, { points }) => sum + points, 0)) };
}

function aimDamage(
  { id, title, unit, weight, whilst }: Aim,
  { moves, meters }: Pick<PlayState, 'moves' | 'meters'>,
): AimAmount {
  const amount =
    whilst === null
      ? moves.reduce((sum, { costs }) => sum + (costs[id] ?? 0), 0)
      : Math.round((meters[id] ?? 0) / MINUTE);
  return { id, title, unit, amount: round(amount), points: round(amount * weight) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
