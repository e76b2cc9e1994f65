import { Command } from 'commander';
import { findCase, placesFrom } from '../app/case-places.ts';
import { closeCase } from '../app/close-case.ts';
import type { EvidenceOptions } from '../app/evidence-copy/destination-wish.ts';
import { counted } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import { copyRequest, withEvidenceOptions } from './account-options.ts';
import { caseTools } from './case-tools.ts';
import { type Io, print, tell } from './io.ts';

interface Options extends EvidenceOptions {
  readonly note?: string;
}

export function closeCommand(io: Io): Command {
  const command = new Command('heptad close')
    .description('Lists containment still in force and ends the case. Its evidence and report stay.')
    .argument('<case>', 'the folder or the id of the case')
    .option('--note <text>', 'why, or how it ended');
  return withEvidenceOptions(command).action(async (name: string, options: Options) => {
    const folder = findCase(name, placesFrom(io.env));
    const closed = await closeCase(
      folder,
      { note: options.note ?? '', evidence: copyRequest(io, options) },
      caseTools(io, NO_ANSWERS, { caseName: folder }),
    );
    tell(
      io,
      closed.already
        ? 'the case was closed before'
        : closed.inForce.length === 0
          ? 'containment in force: none was applied by heptad'
          : `containment still in force: ${closed.inForce.length}`,
    );
    for (const line of closed.inForce) tell(io, escapeTerminal(`  ${line}`));
    for (const line of closed.notHolding)
      tell(io, escapeTerminal(`NOT HELD, a later success was seen: ${line}`));
    tell(
      io,
      closed.open === 0
        ? 'every question is answered'
        : `${counted(closed.open, 'question')} without an answer; the report says so`,
    );
    print(io, `closed ${closed.at}, head ${closed.head}`);
  });
}
