import { UserError } from '../../base/errors.ts';
import { readCase } from '../../case/case-folder.ts';
import { ACTIONS } from '../../actions/registry.gen.ts';
import { foldJournal } from '../../engine/apply.ts';
import { damageOf, type Damage } from '../../exercise/damage.ts';
import { scoreOf } from '../../exercise/score.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Score } from '../../model/score.ts';
import { controlledClock } from '../../simulator/world/clock.ts';
import { playbookOf } from '../case-playbook.ts';
import { reportOf } from '../render-report.ts';
import { memoryLog } from './memory-log.ts';
import { readPlayFiles, scenarioFileOf } from './play-files.ts';
import { playOf } from './run-exercise.ts';
import { findScenario } from './scenario-library.ts';
import { Stage } from './stage.ts';

const STILL = (): number => 0;

/**
 * The score of a play, from its journal, the log of its intruder and its account as it was left.
 * @throws UserError when the case is no exercise
 */
export async function scoreExercise(
  folder: string,
  generated: { readonly at: string; readonly by: string },
): Promise<Score> {
  const reading = readCase(folder);
  const opened = playOf(reading.entries);
  if (opened === null)
    throw new UserError(`${folder} is no exercise`, {
      fix: 'give the folder of a case that an exercise made',
    });
  const { scenario } = findScenario(scenarioFileOf(folder));
  const start = Date.parse(opened.start);
  const options = { scenario, seed: opened.seed, start, real: Date.now };
  const stage = await Stage.open({ ...options, ...readPlayFiles(folder), clock: controlledClock(0, STILL) });
  const state = foldJournal(reading.entries);
  try {
    return scoreOf({
      scenario,
      playbook: await playbookOf(reading.entries, reading),
      seed: opened.seed,
      caseId: state.opened?.id ?? '',
      play: stage.state,
      entries: reading.entries,
      state,
      report: await reportOf(folder, generated),
      account: stage.observe(),
      alone: await leftAlone(scenario, opened.seed, start),
      kindOf: (action) => ACTIONS.find(({ id }) => id === action)?.kind ?? null,
    });
  } finally {
    stage.close();
  }
}

/** What the story costs when nobody does anything. */
export async function leftAlone(scenario: Scenario, seed: string, start: number): Promise<Damage> {
  const stage = await Stage.open({
    scenario,
    seed,
    start,
    clock: controlledClock(0, STILL),
    real: Date.now,
    requests: memoryLog(),
    play: memoryLog(),
  });
  try {
    await stage.advanceTo(start + scenario.ends);
    return damageOf(scenario, stage.state);
  } finally {
    stage.close();
  }
}
