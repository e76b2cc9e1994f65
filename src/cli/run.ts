import { Command } from 'commander';
import { resolve } from 'node:path';
import { loadAnswers } from '../app/answers-file.ts';
import { placesFrom } from '../app/case-places.ts';
import { systemIds } from '../app/ids.ts';
import { parseAssignments } from '../app/inputs.ts';
import { findPlaybook } from '../app/playbook-library.ts';
import type { RunAccount } from '../app/case-wiring.ts';
import { loadOrganization } from '../app/actions/org-file.ts';
import { readBaseline } from '../app/readiness/baseline-file.ts';
import { checkRun, runCase } from '../app/run-case.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import {
  ACCOUNT_OPTION,
  accountAccess,
  accountsNamed,
  copyRequest,
  ORG_OPTION,
  ORGANIZATION_ROLE_OPTION,
  withEvidenceOptions,
} from './account-options.ts';
import type { EvidenceOptions } from '../app/evidence-copy/destination-wish.ts';
import { caseTools } from './case-tools.ts';
import { collected } from './collected.ts';
import { finishWalk } from './finish-walk.ts';
import { type Io, print } from './io.ts';
import { NARROW_OPTION, narrowingOf } from './window-options.ts';

interface Options extends EvidenceOptions {
  readonly profile?: string;
  readonly region: readonly string[];
  readonly org?: string;
  readonly account: readonly string[];
  readonly organizationRole?: string;
  readonly narrow?: string;
  readonly logs: readonly string[];
  readonly case?: string;
  readonly input: readonly string[];
  readonly answers?: string;
  readonly rules: readonly string[];
  readonly baseline?: string;
  readonly complete?: string;
  readonly tz?: string;
  readonly seal: readonly string[];
}

export function runCommand(io: Io): Command {
  return withEvidenceOptions(runOptions()).action((playbook: string, options: Options) =>
    run(io, playbook, options),
  );
}

function runOptions(): Command {
  return new Command('heptad run')
    .description(
      'Opens a case and walks a playbook over logs, an account, or both. The folder of the case is printed.',
    )
    .argument('<playbook>', "a playbook's id, or the path of its file")
    .option('--logs <path>', 'a folder or file of exported logs; may be given again', collected, [])
    .option('--case <folder>', 'the folder of the case; without it one is made in the data folder')
    .option('--input <name=value>', 'an input of the playbook; may be given again', collected, [])
    .option('--answers <file>', 'answers given beforehand (YAML)')
    .option(
      '--rules <path>',
      'Sigma rules of your own for the steps that run them: a file or a folder; may be given again. The case keeps them',
      collected,
      [],
    )
    .option(
      '--baseline <file>',
      'what was usual before (heptad logs baseline, or heptad readiness --build-baseline): what is not in it is told as new. The case keeps it',
    )
    .option(
      '--complete <reason>',
      'declare the logs complete for the time they span, and why (it is journaled and printed)',
    )
    .option(
      '--seal <recipient>',
      'keep prompts and answers sealed for this age recipient; may be given again',
      collected,
      [],
    )
    .option('--tz <zone>', 'show local times of this zone beside UTC')
    .option('--profile <name>', 'work in the account of this profile of the shared AWS configuration')
    .option(
      '--region <region>',
      'collect from this Region; may be given again; all enabled ones by default',
      collected,
      [],
    )
    .option(...NARROW_OPTION)
    .option(...ACCOUNT_OPTION)
    .option(...ORGANIZATION_ROLE_OPTION)
    .option(...ORG_OPTION);
}

async function run(io: Io, name: string, options: Options): Promise<void> {
  const found = findPlaybook(name);
  const answers = options.answers === undefined ? NO_ANSWERS : loadAnswers(options.answers, found.playbook);
  const folder =
    options.case === undefined
      ? resolve(placesFrom(io.env).cases, systemIds.caseId())
      : resolve(options.case);
  const tools = caseTools(io, answers, {
    caseName: folder,
    ...(options.tz === undefined ? {} : { tz: options.tz }),
  });
  const inputs = parseAssignments(options.input, '--input');
  const request = {
    found,
    folder,
    logs: options.logs.map((path) => resolve(path)),
    inputs,
    answers,
    rules: options.rules.map((path) => resolve(path)),
    baseline: options.baseline === undefined ? null : readBaseline(resolve(options.baseline)),
    complete: options.complete ?? null,
    account: accountOf(io, options),
    evidence: copyRequest(io, options),
    seal: recipientsFor(io, options),
  };
  await checkRun(request);
  if (options.case === undefined) print(io, folder);
  const failed = await runCase(request, tools);
  await finishWalk(io, folder, failed);
}

/** Who can open what is sealed: those named here, and those the organization seals for. */
function recipientsFor(io: Io, { seal, org }: Options): readonly string[] {
  const { sealFor } = loadOrganization(org ?? null, placesFrom(io.env).config);
  return [...new Set([...seal, ...sealFor])];
}

/**
 * The account to work in: where one was chosen, and where there is nothing else to look at. Logs alone are read without
 * any credentials being touched.
 */
function accountOf(io: Io, options: Options): RunAccount | null {
  const { logs, profile, region, org } = options;
  const reach = accountsNamed(options);
  const narrowing = narrowingOf(options.narrow);
  const named = reach.roles.length > 0 || reach.organizationRole !== null || narrowing !== null;
  if (logs.length > 0 && profile === undefined && region.length === 0 && !named) return null;
  const chosen = {
    ...(profile === undefined ? {} : { profile }),
    ...(region[0] === undefined ? {} : { region: region[0] }),
    ...(org === undefined ? {} : { org }),
  };
  return { access: accountAccess(io, chosen), regions: region, narrowing, reach };
}
