import { UserError } from '../../base/errors.ts';
import { readCase } from '../../case/case-folder.ts';
import { ACTIONS } from '../../actions/registry.gen.ts';
import { foldJournal } from '../../engine/apply.ts';
import { damageOf, type Damage } from '../../exercise/damage.ts';
import { debriefOf } from '../../exercise/debrief.ts';
import type { Played } from '../../exercise/played.ts';
import { isOver } from '../../exercise/play-text.ts';
import { scoreOf } from '../../exercise/score.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Report } from '../../model/report.ts';
import type { Score } from '../../model/score.ts';
import { controlledClock } from '../../simulator/world/clock.ts';
import { findPlaybook } from '../playbook-library.ts';
import { playbookOf } from '../case-playbook.ts';
import { reportOf } from '../render-report.ts';
import { memoryLog } from './memory-log.ts';
import { readPlayFiles, scenarioFileOf } from './play-files.ts';
import { viewPlay } from './play-view.ts';
import { playOf } from './run-exercise.ts';
import { findScenario } from './scenario-library.ts';
import { Stage } from './stage.ts';

/** It has a step for every signal. */
const SPINE = 'genai-workload';

const STILL = (): number => 0;

/**
 * The score of a play, from its journal, the log of its intruder and its account as it was left.
 * @param alone what the story costs when nobody does anything, where that is known already
 * @throws UserError when the case is no exercise
 */
export async function scoreExercise(
  folder: string,
  generated: { readonly at: string; readonly by: string },
  alone?: Damage,
): Promise<Score> {
  return scoreOf(await playedIn(folder, await reportOf(folder, generated, null), alone));
}

/** The report of a case, with the debrief where it is an exercise that is over. @param key with the answer key */
export async function withDebrief(folder: string, report: Report, key: boolean): Promise<Report> {
  const { entries } = readCase(folder);
  if (playOf(entries) === null) return report;
  const view = viewPlay(folder);
  if (!isOver(view)) return report;
  const played = await playedIn(folder, report);
  return {
    ...report,
    exercise: debriefOf(played, scoreOf(played), { key, spine: findPlaybook(SPINE).playbook }),
  };
}

/** Everything a score is made from. @throws UserError when the case is no exercise */
async function playedIn(folder: string, report: Report, alone?: Damage): Promise<Played> {
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
    return {
      scenario,
      playbook: await playbookOf(reading.entries, reading),
      seed: opened.seed,
      caseId: state.opened?.id ?? '',
      play: stage.state,
      entries: reading.entries,
      state,
      report,
      account: stage.observe(),
      alone: alone ?? (await leftAlone(scenario, opened.seed, start)),
      concerned: concernedIn(stage),
      kindOf: (action) => ACTIONS.find(({ id }) => id === action)?.kind ?? null,
    };
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

/** Characters of the names of users, roles and keys. */
const NAME = /[\w.@+=,-]+/g;

/** By the records of the story's calls, those of an application that is abused included. */
function concernedIn(stage: Stage): (name: string) => boolean {
  const own = new Set(stage.state.moves.map(({ event }) => event));
  const names = new Set(
    stage
      .eventsSince(0)
      .filter(({ record }) => typeof record.eventID === 'string' && own.has(record.eventID))
      .flatMap(({ record }) => JSON.stringify(record).match(NAME) ?? []),
  );
  return (name) => names.has(name);
}
