import { Command } from 'commander';
import { annotate } from '../app/annotate.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import { UserError } from '../base/errors.ts';
import { type Io, operatorOf, tell } from './io.ts';

export function noteCommand(io: Io): Command {
  return new Command('heptad note')
    .description('Adds a note to a case, also while somebody else holds it.')
    .argument('<case>', 'the folder or the id of the case')
    .argument('<text>', 'the note')
    .option(...AFTER_CLOSE)
    .action(async (name: string, text: string, { afterClose }: { readonly afterClose?: boolean }) => {
      if (text.trim() === '')
        throw new UserError('the note is empty', { fix: 'write down what the next reader should know' });
      const folder = findCase(name, placesFrom(io.env));
      const done = await annotate(
        folder,
        { kind: 'note-added', data: { text, request: null } },
        { by: operatorOf(io), clock: systemClock, ids: systemIds, afterClose: afterClose === true },
      );
      tell(io, ANNOTATED[done]);
    });
}

/** What was added later is told apart by its time, and never by accident. */
export const AFTER_CLOSE = ['--after-close', 'add it to a closed case'] as const;

/** What became of a note or log entry, in words. */
export const ANNOTATED = {
  journaled: 'journaled',
  'handed-over': 'kept in the inbox of the case; the process that holds it will journal it',
} as const;
