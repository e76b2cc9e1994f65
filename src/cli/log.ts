import { Command } from 'commander';
import { annotate } from '../app/annotate.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import { UserError } from '../base/errors.ts';
import { parseTime } from '../base/time.ts';
import { isLogKind, LOG_KINDS } from '../model/log-kind.ts';
import { type Io, operatorOf, tell } from './io.ts';
import { AFTER_CLOSE, ANNOTATED } from './note.ts';

interface Options {
  readonly at?: string;
  readonly who?: string;
  readonly afterClose?: boolean;
}

export function logCommand(io: Io): Command {
  return new Command('heptad log')
    .description("Adds an entry to the incident's own record, with the time it happened and who did it.")
    .argument('<case>', 'the folder or the id of the case')
    .argument('<kind>', LOG_KINDS.join(', '))
    .argument('<text>', 'what happened; for severity, the severity')
    .option('--at <time>', 'when it happened (ISO 8601 with offset); now by default')
    .option('--who <name>', 'who did it; you by default')
    .option(...AFTER_CLOSE)
    .action((...[name, kind, text, options]: [string, string, string, Options]) =>
      log(io, name, { kind, text, options }),
    );
}

async function log(
  io: Io,
  name: string,
  { kind, text, options }: { readonly kind: string; readonly text: string; readonly options: Options },
): Promise<void> {
  if (!isLogKind(kind))
    throw new UserError(`'${kind}' is no kind of log entry`, { fix: `use one of ${LOG_KINDS.join(', ')}` });
  if (text.trim() === '') throw new UserError('the entry is empty', { fix: 'write down what happened' });
  const by = operatorOf(io);
  const at = options.at === undefined ? systemClock.now() : parseTime(options.at, '--at');
  const folder = findCase(name, placesFrom(io.env));
  const done = await annotate(
    folder,
    { kind: 'log-added', data: { kind, text, at, who: options.who ?? by.human, request: null } },
    { by, clock: systemClock, ids: systemIds, afterClose: options.afterClose === true },
  );
  tell(io, ANNOTATED[done]);
}
