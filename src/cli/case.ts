import { Command } from 'commander';
import { listCaseFolders, placesFrom } from '../app/case-places.ts';
import { caseSummary } from '../app/case-summary.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, print, printJson, tell } from './io.ts';

export function caseCommand(io: Io): Command {
  const command = new Command('heptad case').description('All cases in the data folder.');
  command
    .command('list')
    .description('lists the cases')
    .option('--json', 'plain JSON')
    .action(({ json }: { readonly json?: boolean }) => {
      const cases = listCaseFolders(placesFrom(io.env))
        .map(caseSummary)
        .toSorted((a, b) => b.opened.localeCompare(a.opened));
      if (json === true) return printJson(io, cases);
      if (cases.length === 0) return tell(io, 'There are no cases in the data folder.');
      for (const { id, opened, playbook, status, folder } of cases)
        print(io, escapeTerminal(`${id}  ${opened}  ${status.padEnd(7)}  ${playbook}  ${folder}`));
      return undefined;
    });
  return command;
}
