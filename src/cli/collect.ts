import { Command } from 'commander';
import { resolve } from 'node:path';
import { findCase, placesFrom } from '../app/case-places.ts';
import { collectInto } from '../app/collect-into.ts';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import { caseTools } from './case-tools.ts';
import { type Io, tell } from './io.ts';
import { collected } from './collected.ts';

interface Options {
  readonly logs: readonly string[];
  readonly complete?: string;
}

export function collectCommand(io: Io): Command {
  return new Command('heptad collect')
    .description(
      'Brings more evidence into an open case. Steps that rest on it run again at the next resume.',
    )
    .argument('<case>', 'the folder or the id of the case')
    .option('--logs <path>', 'a folder or file of exported logs; may be given again', collected, [])
    .option('--complete <reason>', 'declare the logs complete for the time they span, and why')
    .action((name: string, options: Options) => collect(io, name, options));
}

async function collect(io: Io, name: string, { logs, complete }: Options): Promise<void> {
  if (logs.length === 0 && complete === undefined)
    throw new UserError('there is nothing to collect', { fix: 'give exported logs: --logs PATH' });
  const folder = findCase(name, placesFrom(io.env));
  const done = await collectInto(
    { folder, logs: logs.map((path) => resolve(path)), complete: complete ?? null },
    caseTools(io, NO_ANSWERS, { caseName: folder }),
  );
  tell(
    io,
    `${counted(done.newFiles, 'new file')}; the case now has ${counted(done.events, 'event')} and ${counted(done.invocations, 'invocation record')}.`,
  );
  if (done.newFiles > 0)
    tell(io, '  affected steps run again, and answers on older evidence are asked again, at heptad resume');
}
