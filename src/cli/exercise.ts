import { Command, InvalidArgumentError } from 'commander';
import { join, resolve } from 'node:path';
import { loadAnswers } from '../app/answers-file.ts';
import { placesFrom } from '../app/case-places.ts';
import { findScenario, scenarioIds, type FoundScenario } from '../app/exercise/scenario-library.ts';
import { loadRoster } from '../app/exercise/roster.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import { writeDurably } from '../base/durable-file.ts';
import { findPlaybook } from '../app/playbook-library.ts';
import { UserError } from '../base/errors.ts';
import { type Answers, NO_ANSWERS } from '../model/answers.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { controlCommand, presentCommand } from './exercise-control.ts';
import { type Io, isInteractive, operatorOf, print, printJson } from './io.ts';
import { playExercise, tellScore } from './play-exercise.ts';

interface RunOptions {
  readonly case?: string;
  readonly answers?: string;
  readonly speed: number;
  readonly seed?: string;
  readonly tz?: string;
  readonly guided?: boolean;
  readonly talk?: boolean;
  readonly roster?: string;
}

export function exerciseCommand(io: Io): Command {
  const command = new Command('heptad exercise').description(
    'Tabletop exercises on a simulated account, with an intruder that goes on until it is stopped.',
  );
  command
    .command('list')
    .description('the scenarios there are')
    .option('--json', 'plain JSON')
    .action(({ json }: { readonly json?: boolean }) => list(io, json === true));
  command
    .command('run')
    .description('plays a scenario: briefing, account, clock and intruder; the folder of its case is printed')
    .argument('<scenario>', 'an id, or the path of a scenario file')
    .option('--case <folder>', 'the folder of the case; one that holds this play goes on')
    .option(
      '--answers <file>',
      "answers given beforehand (YAML); 'ideal' or 'clumsy' for those of the scenario",
    )
    .option('--speed <factor>', 'how fast the clock of the exercise runs', positive, 1)
    .option('--seed <text>', 'another seed gives other names, keys and addresses')
    .option('--tz <zone>', 'show local times of this zone beside UTC')
    .option(
      '--guided',
      'explains the prompts; without a terminal, plays the answers of the scenario to the debrief',
    )
    .option(
      '--talk',
      'for a room without computers: leads by questions and injects, you type what is decided',
    )
    .option(
      '--roster <file>',
      'who plays (YAML): answers and approvals stand under the name of whoever speaks',
    )
    .action((name: string, options: RunOptions) => run(io, name, options));
  command.addCommand(controlCommand(io));
  command.addCommand(presentCommand(io));
  command
    .command('score')
    .description('objectives, times, damage, mistakes and signals of a play')
    .argument('<case>', 'the folder or the id of the case')
    .option('--json', 'plain JSON')
    .option('--key', "the intruder's way too")
    .action((name: string, options: { readonly json?: boolean; readonly key?: boolean }) =>
      tellScore(io, name, { json: options.json === true, key: options.key === true }),
    );
  command
    .command('handout')
    .description('role cards and injects for print, and with --key the guide of the facilitator')
    .argument('<scenario>', 'an id, or the path of a scenario file')
    .option('--key', 'with the injects, the story and the objectives: not for the players')
    .action(async (name: string, { key }: { readonly key?: boolean }) => {
      const { handoutOf } = await import('../exercise/handout.ts');
      io.stdout.write(handoutOf(findScenario(name).scenario, key === true));
    });
  return command;
}

function list(io: Io, json: boolean): void {
  const all = scenarioIds().map((id) => findScenario(id).scenario);
  if (json) {
    printJson(
      io,
      all.map(({ id, version, title, summary, level, playbook }) => ({
        id,
        version,
        title,
        summary,
        level,
        playbook,
      })),
    );
    return;
  }
  for (const { id, level, title } of all)
    print(io, escapeTerminal(`${id.padEnd(28)} ${level.padEnd(13)} ${title}`));
}

async function run(io: Io, name: string, options: RunOptions): Promise<void> {
  const found = findScenario(name);
  const folder =
    options.case === undefined
      ? resolve(placesFrom(io.env).cases, systemIds.caseId())
      : resolve(options.case);
  const answers = answersOf(io, found, options);
  const players = options.roster === undefined ? [] : loadRoster(options.roster, found.scenario);
  if (options.case === undefined) print(io, folder);
  await playExercise(io, {
    found,
    folder,
    answers,
    seed: options.seed ?? systemIds.token().slice(0, 8),
    speed: options.speed,
    players,
    ...(options.tz === undefined ? {} : { tz: options.tz }),
    ...(options.talk === true ? { led: 'talk' } : options.guided === true ? { led: 'guided' } : {}),
  });
  if (options.guided === true) await keepDebrief(io, folder);
}

/** A guided play that has nobody at a terminal shows how it is done. */
function answersOf(io: Io, found: FoundScenario, { answers, guided }: RunOptions): Answers {
  const named = answers ?? (guided === true && !isInteractive(io) ? 'ideal' : null);
  if (named === null) return NO_ANSWERS;
  return loadAnswers(answersFile(found, named), findPlaybook(found.scenario.playbook).playbook);
}

/** The first thing to look at after a first play. */
async function keepDebrief(io: Io, folder: string): Promise<void> {
  const { withDebrief } = await import('../app/exercise/score-exercise.ts');
  const { renderReport, reportOf } = await import('../app/render-report.ts');
  const made = await reportOf(folder, { at: systemClock.now(), by: operatorOf(io).human });
  const file = join(folder, 'report.html');
  writeDurably(file, await renderReport(await withDebrief(folder, made, false), 'html'));
  print(io, `report ${file}`);
}

/** A file, or the name of a responder that the scenario brings along. */
function answersFile(found: FoundScenario, named: string): string {
  if (named !== 'ideal' && named !== 'clumsy') return named;
  const responder = found.scenario.responders[named];
  if (responder === undefined)
    throw new UserError(`the scenario ${found.scenario.id} brings no ${named} responder`, {
      fix: 'give the path of an answers file',
    });
  return join(found.folder, responder.answers);
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1000))
    throw new InvalidArgumentError('a factor is a number over 0, at most 1000.');
  return value;
}
