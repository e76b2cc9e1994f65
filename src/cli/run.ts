import { Command } from 'commander';
import { resolve } from 'node:path';
import { loadAnswers } from '../app/answers-file.ts';
import { placesFrom } from '../app/case-places.ts';
import { systemIds } from '../app/ids.ts';
import { parseAssignments } from '../app/inputs.ts';
import { findPlaybook } from '../app/playbook-library.ts';
import { checkRun, runCase } from '../app/run-case.ts';
import { UserError } from '../base/errors.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import { caseTools } from './case-tools.ts';
import { finishWalk } from './finish-walk.ts';
import { type Io, print } from './io.ts';

interface Options {
  readonly logs: readonly string[];
  readonly case?: string;
  readonly input: readonly string[];
  readonly answers?: string;
  readonly complete?: string;
  readonly tz?: string;
}

export function runCommand(io: Io): Command {
  return new Command('heptad run')
    .description('Opens a case and walks a playbook over logs. The folder of the case is printed.')
    .argument('<playbook>', "a playbook's id, or the path of its file")
    .option('--logs <path>', 'a folder or file of exported logs; may be given again', collected, [])
    .option('--case <folder>', 'the folder of the case; without it one is made in the data folder')
    .option('--input <name=value>', 'an input of the playbook; may be given again', collected, [])
    .option('--answers <file>', 'answers given beforehand (YAML)')
    .option(
      '--complete <reason>',
      'declare the logs complete for the time they span, and why (it is journaled and printed)',
    )
    .option('--tz <zone>', 'show local times of this zone beside UTC')
    .action((playbook: string, options: Options) => run(io, playbook, options));
}

async function run(io: Io, name: string, options: Options): Promise<void> {
  if (options.logs.length === 0) {
    throw new UserError('there is nothing to look at', {
      why: 'reading from an account is not built yet, and no logs were given',
      fix: 'give exported logs: --logs PATH',
    });
  }
  const found = findPlaybook(name);
  const answers = options.answers === undefined ? NO_ANSWERS : loadAnswers(options.answers, found.playbook);
  const folder =
    options.case === undefined
      ? resolve(placesFrom(io.env).cases, systemIds.caseId())
      : resolve(options.case);
  const tools = caseTools(io, answers, {
    caseName: folder,
    ...(options.tz === undefined ? {} : { tz: options.tz }),
  });
  const inputs = parseAssignments(options.input, '--input');
  const request = {
    found,
    folder,
    logs: options.logs.map((path) => resolve(path)),
    inputs,
    answers,
    complete: options.complete ?? null,
  };
  await checkRun(request);
  if (options.case === undefined) print(io, folder);
  await runCase(request, tools);
  await finishWalk(io, folder);
}

export function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
