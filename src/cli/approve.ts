import { Command } from 'commander';
import { approvePlan } from '../app/actions/approve-plan.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import {
  type AccountOptions,
  type ApprovalOptions,
  accountAccess,
  givenAnswers,
  withAccountOptions,
  withApprovalOptions,
} from './account-options.ts';
import { caseTools } from './case-tools.ts';
import { type Io, tell } from './io.ts';
import { readEntry } from './undo.ts';

export function approveCommand(io: Io): Command {
  return withApprovalOptions(
    withAccountOptions(
      new Command('heptad approve')
        .description("Approves a plan of a case with one's own AWS identity: the second of two people.")
        .argument('<case>', 'the folder or the id of the case')
        .argument('<entry>', 'the journal entry of the plan', readEntry),
    ),
  ).action(async (name: string, entry: number, options: AccountOptions & ApprovalOptions) => {
    const folder = findCase(name, placesFrom(io.env));
    const tools = caseTools(io, await givenAnswers(folder, options), { caseName: folder });
    tell(io, escapeTerminal(await approvePlan(folder, entry, { access: accountAccess(io, options), tools })));
  });
}
