import { Command } from 'commander';
import { findCase, placesFrom } from '../app/case-places.ts';
import { closeCase } from '../app/close-case.ts';
import { systemClock } from '../app/ids.ts';
import { counted } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, operatorOf, print, tell } from './io.ts';

export function closeCommand(io: Io): Command {
  return new Command('heptad close')
    .description('Lists containment still in force and ends the case. Its evidence and report stay.')
    .argument('<case>', 'the folder or the id of the case')
    .option('--note <text>', 'why, or how it ended')
    .action(async (name: string, { note }: { readonly note?: string }) => {
      const closed = await closeCase(findCase(name, placesFrom(io.env)), {
        note: note ?? '',
        by: operatorOf(io),
        clock: systemClock,
      });
      tell(
        io,
        closed.already
          ? 'the case was closed before'
          : closed.inForce.length === 0
            ? 'containment in force: none was applied by heptad'
            : `containment still in force: ${closed.inForce.length}`,
      );
      for (const line of closed.inForce) tell(io, escapeTerminal(`  ${line}`));
      tell(
        io,
        closed.open === 0
          ? 'every question is answered'
          : `${counted(closed.open, 'question')} without an answer; the report says so`,
      );
      print(io, `closed ${closed.at}, head ${closed.head}`);
    });
}
