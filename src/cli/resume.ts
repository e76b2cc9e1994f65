import { Command } from 'commander';
import { loadAnswers } from '../app/answers-file.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { playbookOf } from '../app/case-playbook.ts';
import { playBegunIn, scenarioFileOf } from '../app/exercise/play-files.ts';
import { resumeCase } from '../app/run-case.ts';
import { readCase } from '../case/case-folder.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import { type EvidenceOptions, evidenceWish } from '../app/evidence-copy/destination-wish.ts';
import {
  type AccountOptions,
  accountAccess,
  withAccountOptions,
  withEvidenceOptions,
} from './account-options.ts';
import { caseTools } from './case-tools.ts';
import { type ContentOptions, contentWish, withContentOptions } from './content-options.ts';
import { finishWalk } from './finish-walk.ts';
import type { Io } from './io.ts';

interface Options extends AccountOptions, EvidenceOptions, ContentOptions {
  readonly answers?: string;
  readonly tz?: string;
}

export function resumeCommand(io: Io): Command {
  const command = new Command('heptad resume')
    .description('Goes on with a case where it stands. A finished case stays as it is.')
    .argument('<case>', 'the folder or the id of the case')
    .option('--answers <file>', 'answers given beforehand (YAML)')
    .option('--tz <zone>', 'show local times of this zone beside UTC');
  return withContentOptions(withEvidenceOptions(withAccountOptions(command))).action(
    (name: string, options: Options) => resume(io, name, options),
  );
}

async function resume(io: Io, name: string, options: Options): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  const reading = readCase(folder);
  const answers =
    options.answers === undefined
      ? NO_ANSWERS
      : loadAnswers(options.answers, await playbookOf(reading.entries, reading));
  const tz = options.tz === undefined ? {} : { tz: options.tz };
  const begun = playBegunIn(folder);
  if (begun !== null) {
    // Its account is on this machine, whatever credentials are at hand.
    const { findScenario } = await import('../app/exercise/scenario-library.ts');
    const { playExercise } = await import('./play-exercise.ts');
    const found = findScenario(scenarioFileOf(folder));
    await playExercise(io, { found, folder, answers, seed: begun.seed, speed: 1, ...tz });
    return;
  }
  const failed = await resumeCase(folder, caseTools(io, answers, { caseName: folder, ...tz }), {
    access: accountAccess(io, options),
    evidence: evidenceWish(options),
    content: contentWish(options, 'resume'),
  });
  await finishWalk(io, folder, failed);
}
