import { Command, InvalidArgumentError } from 'commander';
import { undoAction } from '../app/actions/apply-action.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import {
  type AccountOptions,
  type ApprovalOptions,
  accountAccess,
  givenAnswers,
  withAccountOptions,
  withApprovalOptions,
} from './account-options.ts';
import { caseTools } from './case-tools.ts';
import type { Io } from './io.ts';
import { tellApplied } from './tell-applied.ts';

export function undoCommand(io: Io): Command {
  return withApprovalOptions(
    withAccountOptions(
      new Command('heptad undo')
        .description('Takes an applied action back from the state that was kept before it.')
        .argument('<case>', 'the folder or the id of the case')
        .argument('<entry>', 'the journal entry of the plan', readEntry),
    ),
  ).action(async (name: string, entry: number, options: AccountOptions & ApprovalOptions) => {
    const folder = findCase(name, placesFrom(io.env));
    const tools = caseTools(io, await givenAnswers(folder, options), { caseName: folder });
    tellApplied(io, folder, await undoAction(folder, entry, { access: accountAccess(io, options), tools }));
  });
}

/** The number of a journal entry. */
export function readEntry(text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new InvalidArgumentError('an entry is a number, as heptad status shows it.');
  return Number(text);
}
