import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { awsCliCommand } from '../actions/aws-cli.ts';
import { ACTIONS } from '../actions/registry.gen.ts';
import { actionParams, findAction } from '../app/actions/action-library.ts';
import { applyAction, applySet } from '../app/actions/apply-action.ts';
import { boardOf } from '../app/actions/board.ts';
import { accountLabel, connectPassing } from '../app/actions/connect-case.ts';
import { handOver } from '../app/actions/hand-over.ts';
import { makePlan } from '../app/actions/make-plan.ts';
import { exportPlan } from '../app/actions/plan-file.ts';
import { readMembers } from '../app/actions/set-members.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { systemClock } from '../app/ids.ts';
import { parseAssignments } from '../app/inputs.ts';
import { UserError } from '../base/errors.ts';
import { readCase } from '../case/case-folder.ts';
import { foldJournal } from '../engine/apply.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import { bareCall } from '../model/plan.ts';
import { boardLines } from '../terminal/board-screen.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import {
  type AccountOptions,
  type ApprovalOptions,
  accountAccess,
  givenAnswers,
  INPUT_OPTION,
  withAccountOptions,
  withApprovalOptions,
} from './account-options.ts';
import { caseTools } from './case-tools.ts';
import { type Io, print, printJson, tell } from './io.ts';
import { tellApplied, tellAppliedSet } from './tell-applied.ts';
import { readEntry } from './undo.ts';

interface ApplyOptions extends Given, ApprovalOptions {
  readonly set?: string;
  readonly inAccount?: string;
}

interface HandingOver {
  readonly who: string;
  readonly ticket?: string;
}

interface Given extends AccountOptions {
  readonly input: readonly string[];
  readonly json?: boolean;
}

export function actionCommand(io: Io): Command {
  const command = new Command('heptad action').description(
    'Containment and preservation: what there is, what it would do, and doing it.',
  );
  command
    .command('list')
    .description('the actions there are, with what they take')
    .option('--json', 'plain JSON')
    .action(({ json }: { readonly json?: boolean }) => list(io, json === true));
  withAccountOptions(
    command
      .command('plan')
      .description('works out the calls of an action and changes nothing')
      .argument('<id>', 'the action, as heptad action list prints it')
      .option(...INPUT_OPTION)
      .option('--json', 'plain JSON'),
  ).action((id: string, options: Given) => plan(io, id, options));
  withApprovalOptions(
    withAccountOptions(
      command
        .command('apply')
        .description('what cannot wait for the playbook: plans, asks for approval, runs and reads back')
        .argument('<case>', 'the folder or the id of the case')
        .argument('[id]', 'the action; left out with --set')
        .option(...INPUT_OPTION)
        .option('--in-account <id>', 'the account of the case it is for, where several would fit')
        .option(
          '--set <members>',
          'contain together: entries of the board as 41,45, or a file with one member a line',
        )
        .option('--unpreserved <why>', 'change without keeping anything first, for this reason'),
    ),
  ).action((name: string, id: string | undefined, options: ApplyOptions) => apply(io, { name, id }, options));
  command
    .command('export')
    .description('writes a plan to a file, to be approved by a signature on another machine')
    .argument('<case>', 'the folder or the id of the case')
    .argument('<entry>', 'the journal entry of the plan', readEntry)
    .requiredOption('--out <file>', 'where it goes')
    .action((name: string, entry: number, { out }: { readonly out: string }) =>
      exported(io, { name, entry }, out),
    );
  command
    .command('external')
    .description('another team carries the plan out; heptad reads back whether it was done')
    .argument('<case>', 'the folder or the id of the case')
    .argument('<entry>', 'the journal entry of the plan', readEntry)
    .requiredOption('--who <name>', 'the team or the person')
    .option('--ticket <id>', 'under which number they have it')
    .action((name: string, entry: number, options: HandingOver) => external(io, { name, entry }, options));
  command
    .command('board')
    .description('known footholds, what covers each, and what is offered and planned')
    .argument('<case>', 'the folder or the id of the case')
    .option('--json', 'plain JSON')
    .action((name: string, { json }: { readonly json?: boolean }) => board(io, name, json === true));
  return command;
}

function list(io: Io, json: boolean): void {
  if (json) {
    // What an action is made of besides its data are functions, which JSON leaves out.
    printJson(io, ACTIONS);
    return;
  }
  const width = Math.max(...ACTIONS.map(({ id }) => id.length));
  for (const { id, catalogue, title } of ACTIONS) print(io, `${id.padEnd(width)}  ${catalogue}  ${title}`);
}

async function plan(io: Io, id: string, options: Given): Promise<void> {
  const unit = findAction(id);
  const params = actionParams(unit, parseAssignments(options.input, '--input'));
  const desk = await connectPassing(accountAccess(io, options), systemClock);
  try {
    const { identity } = desk.cloud;
    tell(io, escapeTerminal(`[${accountLabel(identity)}] as ${identity.arn}`));
    const { plan: made, planSha256 } = await makePlan({ unit, params, at: systemClock.now() }, desk);
    const commands = made.calls.map(awsCliCommand);
    if (options.json === true) printJson(io, { ...made, planSha256, commands });
    else for (const line of planText({ ...made, planSha256, commands })) print(io, escapeTerminal(line));
  } finally {
    desk.cloud.close();
  }
}

type Shown = Awaited<ReturnType<typeof makePlan>>['plan'] & {
  readonly planSha256: string;
  readonly commands: readonly string[];
};

function planText({ target, account, blast, calls, commands, planSha256 }: Shown): readonly string[] {
  if (calls.length === 0) return [`${target}: nothing to do, it is so already`];
  return [
    `Target   ${target}`,
    `Account  ${account}`,
    ...blast.map((line) => `Stops    ${line}`),
    `Plan     SHA-256 ${planSha256}`,
    ...calls.flatMap((call, index) => [
      `${index + 1}. ${call.service} ${call.operation} in ${call.region}: ${call.purpose} (${call.reversibility.kind})`,
      `   ${JSON.stringify(bareCall(call).input)}`,
    ]),
    'As AWS CLI commands:',
    ...commands.map((text) => `   ${text}`),
    'Nothing was changed.',
  ];
}

async function apply(
  io: Io,
  { name, id }: { readonly name: string; readonly id: string | undefined },
  options: ApplyOptions,
): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  const tools = caseTools(io, await givenAnswers(folder, options), { caseName: folder });
  const wiring = { access: accountAccess(io, options), tools };
  const given = parseAssignments(options.input, '--input');
  if (options.set !== undefined) {
    if (id !== undefined || options.input.length > 0)
      throw new UserError('an action and a set were given', { fix: 'give one of them' });
    tellAppliedSet(io, folder, await applySet(folder, readMembers(options.set), wiring));
  } else if (id === undefined)
    throw new UserError('neither an action nor a set was given', {
      fix: 'heptad action list names the actions, heptad action board what can be put into a set',
    });
  else
    tellApplied(
      io,
      folder,
      await applyAction(folder, { id, given, account: options.inAccount ?? null }, wiring),
    );
}

function exported(
  io: Io,
  { name, entry }: { readonly name: string; readonly entry: number },
  out: string,
): void {
  const file = exportPlan(findCase(name, placesFrom(io.env)), entry, systemClock.now());
  if (existsSync(out))
    throw new UserError(`${out} is there already`, { fix: 'give the name of a file that is not' });
  writeFileSync(out, `${JSON.stringify(file, null, 2)}\n`, { flag: 'wx' });
  tell(io, escapeTerminal(`Plan ${entry} is in ${out}. The approver runs, on any machine:`));
  tell(io, escapeTerminal(`  heptad approve --plan ${out} --key KEYFILE --out SIGNED`));
}

async function external(
  io: Io,
  { name, entry }: { readonly name: string; readonly entry: number },
  { who, ticket }: HandingOver,
): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  const tools = caseTools(io, NO_ANSWERS, { caseName: folder });
  await handOver(folder, { entry, to: who, ticket: ticket ?? null }, tools);
  tell(io, escapeTerminal(`Plan ${entry} is ${who}'s to carry out; heptad makes none of its calls.`));
  tell(io, escapeTerminal(`  the plan for them: heptad action export ${folder} ${entry} --out FILE`));
  tell(io, escapeTerminal(`  once they have done it: heptad resume ${folder} reads it back`));
}

function board(io: Io, name: string, json: boolean): void {
  const { entries } = readCase(findCase(name, placesFrom(io.env)));
  const shown = boardOf(foldJournal(entries));
  if (json) printJson(io, shown);
  else for (const line of boardLines(shown)) print(io, line);
}
