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
    .action(async (name: string, text: string) => {
      if (text.trim() === '')
        throw new UserError('the note is empty', { fix: 'write down what the next reader should know' });
      const folder = findCase(name, placesFrom(io.env));
      const done = await annotate(
        folder,
        { kind: 'note-added', data: { text, request: null } },
        { by: operatorOf(io), clock: systemClock, ids: systemIds },
      );
      tell(io, ANNOTATED[done]);
    });
}

/** What became of a note or log entry, in words. */
export const ANNOTATED = {
  journaled: 'journaled',
  'handed-over': 'kept in the inbox of the case; the process that holds it will journal it',
} as const;
