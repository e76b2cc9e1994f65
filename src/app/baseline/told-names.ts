import { listed } from '../../base/text.ts';
import {
  type Baseline,
  BASELINE_LISTS,
  type BaselineList,
  type Habit,
  HABIT_NAMES,
  HABITS,
} from '../../model/baseline.ts';
import type { LakeNames } from './names-in-lake.ts';

/** The lists of a baseline that are told; what has more names than a baseline holds never is. */
export function toldNames(
  { names }: LakeNames,
  tells: (name: BaselineList | Habit) => boolean,
): Pick<Baseline, BaselineList | 'habits'> {
  const told = (name: BaselineList | Habit): readonly string[] | null => (tells(name) ? names[name] : null);
  const lists = BASELINE_LISTS.map((name) => [name, told(name)]);
  const habits = HABIT_NAMES.flatMap((name) => {
    const list = told(name);
    return list === null ? [] : [[name, list]];
  });
  return {
    ...(Object.fromEntries(lists) as Record<BaselineList, readonly string[] | null>),
    habits: Object.fromEntries(habits),
  };
}

/** In words, what a baseline does not tell, and why that may be. */
export function untoldText({ habits = {} }: Pick<Baseline, 'habits'>, why: string): string {
  const untold = HABIT_NAMES.filter((name) => habits[name] === undefined);
  return untold.length === 0
    ? ''
    : ` It does not tell ${listed(untold.map((name) => HABITS[name]))}: ${why}.`;
}
