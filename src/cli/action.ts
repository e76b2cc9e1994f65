import { Command } from 'commander';
import { awsCliCommand } from '../actions/aws-cli.ts';
import { ACTIONS } from '../actions/registry.gen.ts';
import { actionParams, findAction } from '../app/actions/action-library.ts';
import { applyAction } from '../app/actions/apply-action.ts';
import { accountLabel, connectPassing } from '../app/actions/connect-case.ts';
import { makePlan } from '../app/actions/make-plan.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { systemClock } from '../app/ids.ts';
import { parseAssignments } from '../app/inputs.ts';
import { bareCall } from '../model/plan.ts';
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
import { tellApplied } from './tell-applied.ts';

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
        .argument('<id>', 'the action')
        .option(...INPUT_OPTION),
    ),
  ).action((name: string, id: string, options: Given & ApprovalOptions) => apply(io, { name, id }, options));
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
  { name, id }: { readonly name: string; readonly id: string },
  options: Given & ApprovalOptions,
): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  const tools = caseTools(io, await givenAnswers(folder, options), { caseName: folder });
  const given = parseAssignments(options.input, '--input');
  const applied = await applyAction(folder, { id, given }, { access: accountAccess(io, options), tools });
  tellApplied(io, folder, applied);
}
