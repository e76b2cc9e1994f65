import { Command, Option } from 'commander';
import type { CheckedFile } from '../app/check-playbooks.ts';
import { parseAssignments } from '../app/inputs.ts';
import type { PolicyPart } from '../app/playbook-policy.ts';
import { findPlaybook, type ListedPlaybook, listPlaybooks } from '../app/playbook-library.ts';
import { ContentTestError, UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { formatDiagnostic } from '../documents/diagnostic.ts';
import { ELEMENT_TITLES } from '../model/element.ts';
import type { Playbook } from '../model/playbook.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { wrapText } from '../terminal/wrap.ts';
import { collected } from './collected.ts';
import { type Io, print, printJson, tell } from './io.ts';

interface PolicyOptions {
  readonly part: PolicyPart;
  readonly account?: string;
  readonly region: readonly string[];
  readonly bucket: readonly string[];
  readonly input: readonly string[];
}

const WIDTH = 80;

interface JsonOption {
  readonly json?: boolean;
}

export function playbookCommand(io: Io): Command {
  const command = new Command('heptad playbook').description('Lists, checks, tests and shows playbooks.');
  command
    .command('list')
    .description('the playbooks that come with heptad')
    .option('--json', 'plain JSON')
    .action(({ json }: JsonOption) => list(io, json === true));
  command
    .command('check')
    .description('checks playbooks: every fault with file, line and column, and how to mend it')
    .argument('<path...>', 'files, or folders that hold playbooks')
    .option('--json', 'plain JSON')
    .action((paths: readonly string[], { json }: JsonOption) => check(io, paths, json === true));
  command
    .command('test')
    .description('runs the cases of playbooks: findings that must appear, and those that must not')
    .argument('[id...]', 'ids or paths; all that come with heptad by default')
    .option('--json', 'plain JSON')
    .action((ids: readonly string[], { json }: JsonOption) => test(io, ids, json === true));
  command
    .command('show')
    .description('what a playbook takes, asks and looks for')
    .argument('<id>', 'an id or a path')
    .option('--json', 'plain JSON')
    .action((id: string, { json }: JsonOption) => {
      const { playbook } = findPlaybook(id);
      if (json === true) printJson(io, playbook);
      else for (const line of showLines(playbook)) print(io, escapeTerminal(line));
    });
  command
    .command('policy')
    .description('the least-privilege IAM policy (JSON) for walking a playbook in an account')
    .argument('<id>', 'an id or a path')
    .addOption(
      new Option('--part <part>', 'read: look and collect; contain: the actions it offers')
        .choices(['read', 'contain'])
        .default('read'),
    )
    .option('--account <id>', 'the account it is for: narrows what the policy is about')
    .option('--region <region>', 'a Region it is for; may be given again', collected, [] as readonly string[])
    .option(
      '--bucket <name>',
      'a bucket with logs, data or evidence: objects of no other are read or changed; may be given again',
      collected,
      [] as readonly string[],
    )
    .option(
      '--input <name=value>',
      'an input of the playbook: an account or a bucket narrows too',
      collected,
      [] as readonly string[],
    )
    .action((id: string, options: PolicyOptions) => policy(io, id, options));
  return command;
}

/** One policy as it is; several, where IAM's limit asks for them, as a list. */
async function policy(io: Io, id: string, options: PolicyOptions): Promise<void> {
  const { playbookPolicies } = await import('../app/playbook-policy.ts');
  const { policyScope } = await import('../app/policy-scope.ts');
  const { playbook } = findPlaybook(id);
  const inputs = parseAssignments(options.input, '--input');
  const scope = policyScope(playbook, { ...options, account: options.account ?? null, inputs });
  const policies = await playbookPolicies(playbook, options.part, scope);
  if (policies.length > 1)
    tell(
      io,
      `${policies.length} policies: IAM takes 6,144 characters in one; attach all of them (a role takes 10 unless its quota was raised)`,
    );
  printJson(io, policies.length === 1 ? policies[0] : policies);
}

function list(io: Io, json: boolean): void {
  const playbooks = listPlaybooks();
  if (json) return printJson(io, playbooks);
  for (const line of playbooks.flatMap(listedLines)) print(io, escapeTerminal(line));
  return undefined;
}

/** Its name, and below it what is seen when it is the right one. */
function listedLines({ id, version, title, useWhen }: ListedPlaybook, index: number): readonly string[] {
  return [
    ...(index === 0 ? [] : ['']),
    `${id} ${version}  ${title}`,
    ...wrapText(useWhen.trim().replaceAll(/\s+/g, ' '), WIDTH - 2).map((line) => `  ${line}`),
  ];
}

async function check(io: Io, paths: readonly string[], json: boolean): Promise<void> {
  const { checkWithLake } = await import('../app/check-with-lake.ts');
  const files = await checkWithLake(paths);
  const faults = files.flatMap(({ diagnostics }) => diagnostics);
  if (json) printJson(io, files);
  else printChecked(io, files);
  if (faults.length > 0)
    throw new UserError(
      `${counted(faults.length, 'fault')} in ${counted(files.filter(({ diagnostics }) => diagnostics.length > 0).length, 'file')} of ${files.length}`,
    );
}

function printChecked(io: Io, files: readonly CheckedFile[]): void {
  for (const { file, diagnostics } of files) {
    for (const diagnostic of diagnostics) print(io, escapeTerminal(formatDiagnostic(diagnostic)));
    if (diagnostics.length === 0) print(io, escapeTerminal(`${file}: ok`));
  }
}

async function test(io: Io, ids: readonly string[], json: boolean): Promise<void> {
  const { testPlaybooks } = await import('../app/test-playbooks.ts');
  const results = await testPlaybooks(ids.length > 0 ? ids : listPlaybooks().map(({ id }) => id), (line) =>
    tell(io, escapeTerminal(line)),
  );
  if (json) printJson(io, results);
  for (const { playbook, passed, failures, findings } of json ? [] : results) {
    for (const failure of failures) print(io, escapeTerminal(`${playbook}: ${failure}`));
    print(
      io,
      escapeTerminal(
        `${playbook}: ${counted(passed, 'case')} passed, ${counted(failures.length, 'fault')}; ${counted(findings, 'finding')} each with a case for and a case against`,
      ),
    );
  }
  const failed = results.reduce((sum, { failures }) => sum + failures.length, 0);
  if (failed > 0) throw new ContentTestError(`${counted(failed, 'fault')} in the cases of playbooks`);
}

function showLines(playbook: Playbook): readonly string[] {
  const inputs = Object.entries(playbook.inputs).map(
    ([name, { type, title, optional, default: value }]) =>
      `  ${name.padEnd(22)} ${type.padEnd(14)} ${title}${optional ? ' (optional)' : ''}${value === null ? '' : ` (default ${String(value)})`}`,
  );
  const elements = playbook.elements.flatMap((element) => [
    '',
    `${ELEMENT_TITLES[element.id].toUpperCase()}  ${element.summary}`,
    ...element.steps.map(
      ({ id, title, findings }) =>
        `  step      ${id.padEnd(32)} ${title}${findings.length === 0 ? '' : ` [${findings.map((finding) => finding.id).join(', ')}]`}`,
    ),
    ...element.questions.map(({ id, ask }) => `  question  ${id.padEnd(32)} ${ask}`),
  ]);
  return [
    `${playbook.id} ${playbook.version}  ${playbook.title}`,
    playbook.summary.trim(),
    ...(playbook.useWhen === '' ? [] : ['', `Use when: ${playbook.useWhen.trim()}`]),
    ...playbook.handOver.map(({ to, when }) => `Goes on with ${to}: ${when.trim()}`),
    '',
    'INPUTS',
    ...inputs,
    ...elements,
  ];
}
