import { readCase } from '../../case/case-folder.ts';
import { UserError } from '../../base/errors.ts';
import { foldJournal } from '../../engine/apply.ts';
import { applyPlay, initialPlay, nextTurn } from '../../exercise/adversary.ts';
import type { PlayView } from '../../exercise/play-text.ts';
import { readPlay, scenarioFileOf } from './play-files.ts';
import { playOf } from './run-exercise.ts';
import { findScenario } from './scenario-library.ts';
import { namesOf } from './story-values.ts';

/** How a play stands. @throws UserError when the case is no exercise */
export function viewPlay(folder: string): PlayView {
  const { entries } = readCase(folder);
  const opened = playOf(entries);
  if (opened === null)
    throw new UserError(`${folder} is no exercise`, {
      fix: 'give the folder of a case that an exercise made',
    });
  const { scenario } = findScenario(scenarioFileOf(folder));
  const log = readPlay(folder);
  const start = Date.parse(opened.start);
  const names = namesOf(scenario, opened.seed);
  const play = log.reduce(applyPlay, initialPlay(scenario, { start, names, known: {}, gains: {} }));
  const turn = nextTurn(scenario, play, () => ({}));
  return {
    opened,
    scenario,
    entries,
    state: foldJournal(entries),
    play,
    now: Math.max(log.at(-1)?.at ?? start, Date.parse(entries.at(-1)?.at ?? opened.start)),
    next: turn.kind === 'over' ? null : { title: turn.step.title, at: turn.at },
  };
}
