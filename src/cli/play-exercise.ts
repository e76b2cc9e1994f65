import { findCase, placesFrom } from '../app/case-places.ts';
import { fillInput } from '../app/exercise/fill-input.ts';
import { type ExerciseRequest, runExercise } from '../app/exercise/run-exercise.ts';
import type { FoundScenario } from '../app/exercise/scenario-library.ts';
import { playBegunIn } from '../app/exercise/play-files.ts';
import { viewPlay } from '../app/exercise/play-view.ts';
import { findPlaybook } from '../app/playbook-library.ts';
import { systemClock } from '../app/ids.ts';
import { UserError } from '../base/errors.ts';
import { isCase } from '../case/case-folder.ts';
import { questionsOf } from '../exercise/key-of-question.ts';
import { isOver } from '../exercise/play-text.ts';
import { scoreLines } from '../exercise/score-text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { wrapText } from '../terminal/wrap.ts';
import { askRoom } from './ask-room.ts';
import { caseTools } from './case-tools.ts';
import { CoachMenu } from './coach-menu.ts';
import { finishWalk } from './finish-walk.ts';
import { type Io, isInteractive, operatorOf, printJson, tell } from './io.ts';
import { printWrapped } from './print-wrapped.ts';

const HALF_A_MINUTE = 30_000;
const WIDTH = 80;
const MOST_WIDTH = 100;

export interface PlayRequest extends Pick<
  ExerciseRequest,
  'found' | 'folder' | 'answers' | 'seed' | 'players' | 'led'
> {
  readonly speed: number;
  readonly tz?: string;
}

/** Plays an exercise from its briefing to its debrief. */
export async function playExercise(io: Io, play: PlayRequest): Promise<void> {
  const { found, folder } = play;
  const goingOn = isCase(folder);
  const coach = new CoachMenu();
  const tools = caseTools(io, play.answers, {
    caseName: folder,
    extras: () => coach.lines(),
    ...(play.tz === undefined ? {} : { tz: play.tz }),
  });
  const led = playBegunIn(folder)?.led ?? play.led;
  const end = await runExercise(
    {
      ...play,
      mode: 'tabletop',
      start: null,
      pace: paceOf(play, led === 'talk', isInteractive(io) && tools.interactive),
      ...(tools.interactive ? { ring: () => void io.stderr.write('\u0007') } : { lookupsPerSecond: 1000 }),
      ...(tools.interactive ? { ask: (question) => askRoom(io, question) } : {}),
      onDirector: (director) => coach.serve(director, found.scenario, playBegunIn(folder)?.players ?? []),
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
  tell(io, `debrief      heptad report ${escapeTerminal(folder)} --out debrief.html`);
}

/** At a keyboard the wall's clock counts; in a room, each question takes its share of the time; else each prompt. */
function paceOf(
  { found: { scenario }, speed }: PlayRequest,
  talk: boolean,
  interactive: boolean,
): ExerciseRequest['pace'] {
  if (talk) {
    const questions = questionsOf(findPlaybook(scenario.playbook).playbook).length;
    return { perPrompt: Math.floor((scenario.ends - scenario.called) / (questions + 1)) };
  }
  return interactive ? { speed } : { perPrompt: HALF_A_MINUTE };
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
  tell(io, 'working out the score: the story is played once more, as if nobody had done anything');
  const { scoreExercise } = await import('../app/exercise/score-exercise.ts');
  const made = await scoreExercise(folder, { at: systemClock.now(), by: operatorOf(io).human });
  if (json) printJson(io, key ? made : { ...made, intruder: [] });
  else printWrapped(io, scoreLines(made, key));
}
