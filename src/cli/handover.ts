import { Command } from 'commander';
import { findCase, placesFrom } from '../app/case-places.ts';
import { caseStatus } from '../app/case-status.ts';
import { handoverLines } from '../app/handover.ts';
import { systemClock } from '../app/ids.ts';
import { reportOf } from '../app/render-report.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, operatorOf, print } from './io.ts';

export function handoverCommand(io: Io): Command {
  return new Command('heptad handover')
    .description('Prints one page for the next shift: what is next, what was found, what is open.')
    .argument('<case>', 'the folder or the id of the case')
    .action(async (name: string) => {
      const folder = findCase(name, placesFrom(io.env));
      const report = await reportOf(folder, { at: systemClock.now(), by: operatorOf(io).human }, null);
      for (const line of handoverLines(await caseStatus(folder), report)) print(io, escapeTerminal(line));
    });
}
