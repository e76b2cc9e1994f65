import { findCase, placesFrom } from '../app/case-places.ts';
import { fillInput } from '../app/exercise/fill-input.ts';
import { type ExerciseRequest, runExercise } from '../app/exercise/run-exercise.ts';
import type { FoundScenario } from '../app/exercise/scenario-library.ts';
import { viewPlay } from '../app/exercise/play-view.ts';
import { systemClock } from '../app/ids.ts';
import { UserError } from '../base/errors.ts';
import { isCase } from '../case/case-folder.ts';
import { isOver } from '../exercise/play-text.ts';
import { scoreLines } from '../exercise/score-text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { wrapText } from '../terminal/wrap.ts';
import type { caseTools } from './case-tools.ts';
import { finishWalk } from './finish-walk.ts';
import { type Io, isInteractive, operatorOf, printJson, tell } from './io.ts';
import { printWrapped } from './print-wrapped.ts';

const HALF_A_MINUTE = 30_000;
const WIDTH = 80;
const MOST_WIDTH = 100;

/** Plays an exercise from its briefing to its score. */
export async function playExercise(
  io: Io,
  play: Pick<ExerciseRequest, 'found' | 'folder' | 'answers' | 'seed'> & { readonly speed: number },
  tools: ReturnType<typeof caseTools>,
): Promise<void> {
  const { found, folder, speed } = play;
  const goingOn = isCase(folder);
  const end = await runExercise(
    {
      ...play,
      mode: 'tabletop',
      start: null,
      pace: isInteractive(io) && tools.interactive ? { speed } : { perPrompt: HALF_A_MINUTE },
      ...(tools.interactive ? { ring: () => void io.stderr.write('\u0007') } : { lookupsPerSecond: 1000 }),
      onAccount: (environment, state) => {
        if (!goingOn) briefing(io, found, state);
        tell(io, `account      ${environment['AWS_ENDPOINT_URL']}`);
        tell(io, `facilitator  heptad exercise control ${escapeTerminal(folder)}`);
        tell(io, '');
      },
    },
    tools,
  );
  if (end === 'walked') await finishWalk(io, folder);
  else tell(io, 'The facilitator ended the play; the playbook was not walked to its end.');
  await tellScore(io, folder, { json: false, key: false });
}

function briefing(
  io: Io,
  { scenario }: FoundScenario,
  state: { readonly names: Readonly<Record<string, string>>; readonly known: object },
): void {
  const { text } = fillInput({ text: scenario.briefing }, { names: state.names, known: state.known });
  tell(io, `EXERCISE  ${escapeTerminal(scenario.title)}`);
  tell(io, '');
  for (const paragraph of String(text)
    .trim()
    .split(/\n\s*\n/)) {
    const words = escapeTerminal(paragraph.replaceAll(/\s+/g, ' '));
    for (const line of wrapText(words, Math.min(io.stderr.columns || WIDTH, MOST_WIDTH) - 2))
      tell(io, `  ${line}`);
    tell(io, '');
  }
}

export async function tellScore(
  io: Io,
  name: string,
  { json, key }: { readonly json: boolean; readonly key: boolean },
): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  if (!key && !isOver(viewPlay(folder)))
    throw new UserError('the exercise is not over', {
      why: 'its score tells what the team has not found yet',
      fix: "ask again at its end; the facilitator's own look is heptad exercise score --key, or exercise control",
    });
  const { scoreExercise } = await import('../app/exercise/score-exercise.ts');
  const made = await scoreExercise(folder, { at: systemClock.now(), by: operatorOf(io).human });
  if (json) printJson(io, key ? made : { ...made, intruder: [] });
  else printWrapped(io, scoreLines(made, key));
}
