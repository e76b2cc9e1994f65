import { Command } from 'commander';
import type { ScenarioTest } from '../app/exercise/test-scenarios.ts';
import { checkScenarioFile, scenarioFilesAt, scenarioIds } from '../app/exercise/scenario-library.ts';
import { ContentTestError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { checkFiles } from './check-files.ts';
import { type Io, print, printJson, tell } from './io.ts';

interface JsonOption {
  readonly json?: boolean;
}

export function scenarioCommand(io: Io): Command {
  const command = new Command('heptad scenario').description('Checks and tests scenario files.');
  command
    .command('check')
    .description('checks scenarios: every fault with file, line and column, and how to mend it')
    .argument('<path...>', 'files, or folders that hold scenarios')
    .option('--json', 'plain JSON')
    .action((paths: readonly string[], { json }: JsonOption) => check(io, paths, json === true));
  command
    .command('test')
    .description(
      'plays scenarios with no responder, and with those they bring along; the outcomes must be as they say',
    )
    .argument('[id...]', 'ids or paths; all that come with heptad by default')
    .option('--seed <text>', 'the seed of the plays', 'test')
    .option('--json', 'plain JSON')
    .action((ids: readonly string[], options: JsonOption & { readonly seed: string }) =>
      test(io, ids, options),
    );
  return command;
}

function check(io: Io, paths: readonly string[], json: boolean): void {
  checkFiles(io, scenarioFilesAt(paths), { check: checkScenarioFile, kind: 'scenario', json });
}

async function test(
  io: Io,
  ids: readonly string[],
  { seed, json }: JsonOption & { readonly seed: string },
): Promise<void> {
  const { testScenarios } = await import('../app/exercise/test-scenarios.ts');
  const results = await testScenarios(ids.length === 0 ? scenarioIds() : ids, seed, {
    onProgress: (line) => tell(io, escapeTerminal(line)),
    onResult: (result) => {
      if (json !== true) printResult(io, result);
    },
  });
  if (json === true) printJson(io, results);
  const failed = results.filter(({ failures }) => failures.length > 0);
  if (failed.length > 0)
    throw new ContentTestError(`${counted(failed.length, 'scenario')} did not come out as it says`);
}

function printResult(io: Io, { scenario, damage: { none, ideal, clumsy }, failures }: ScenarioTest): void {
  const points = `${ideal ?? '-'} (ideal), ${clumsy ?? '-'} (clumsy), ${none} (nobody)`;
  print(io, escapeTerminal(`${failures.length === 0 ? 'ok  ' : 'FAIL'} ${scenario}: damage ${points}`));
  for (const failure of failures) print(io, escapeTerminal(`     ${failure}`));
}
