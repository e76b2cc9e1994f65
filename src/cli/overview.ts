import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { loadOrganization } from '../app/actions/org-file.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { systemIds } from '../app/ids.ts';
import type { LakePlace } from '../app/open-lake.ts';
import { findPlaybook } from '../app/playbook-library.ts';
import { loadAnswers } from '../app/answers-file.ts';
import { collectForOverview, OVERVIEW_PLAYBOOK } from '../app/overview/collect-for-overview.ts';
import { overviewOf } from '../app/overview/overview-of.ts';
import { loadPrices } from '../app/overview/price-table.ts';
import { UserError } from '../base/errors.ts';
import { type Answers, NO_ANSWERS } from '../model/answers.ts';
import { overviewLines } from '../terminal/overview-screen.ts';
import { createPaint, wantsColor } from '../terminal/paint.ts';
import { copyRequest, givenAnswers } from './account-options.ts';
import { caseTools } from './case-tools.ts';
import { type Io, print, printJson, tell } from './io.ts';
import { liveAccount, type LiveOptions, withLiveOptions } from './live-options.ts';
import { placed, placeOf, type PlaceOptions, progressOf } from './place-options.ts';

interface Options extends PlaceOptions, LiveOptions {
  readonly format: 'table' | 'json';
  readonly prices?: string;
}

const WIDTH = 80;

export function overviewCommand(io: Io): Command {
  return withLiveOptions(
    placed(new Command('heptad overview')),
    'bring in from the account what is new first: into the case, or into a new one',
  )
    .description(
      'Eight panels with their thresholds (guardrail blocks, tokens, callers, errors, cost, suspicious prompts, changes, denied calls) and the six monitoring groups, each with what it rests on.',
    )
    .addOption(new Option('--format <format>', 'table or json').choices(['table', 'json']).default('table'))
    .option('--prices <file>', 'a table of model prices instead of the one that comes with heptad')
    .option(
      '--org <file>',
      "the organization file; its modelPrices stand before the table's, and --live reaches the account with it",
    )
    .action((options: Options) => overview(io, options));
}

async function overview(io: Io, options: Options): Promise<void> {
  const place = options.live === true ? await livePlace(io, options) : placeOf(io, options);
  const organization = loadOrganization(options.org ?? null, placesFrom(io.env).config);
  const prices = loadPrices(options.prices ?? null, organization);
  const made = await overviewOf(place, { prices, onProgress: progressOf(io) });
  if (options.format === 'json') return printJson(io, made);
  const { isTTY, columns } = io.stdout;
  const paint = createPaint(wantsColor({ environment: io.env, isTTY }));
  const width = isTTY ? Math.max(40, Math.min(columns, 120)) : WIDTH;
  for (const line of overviewLines(made, { width, paint })) print(io, line);
}

/** The case, with what its account has logged since; without one, a new case that is not walked yet. */
async function livePlace(io: Io, options: Options): Promise<LakePlace> {
  if (options.logs.length > 0)
    throw new UserError('--live looks at an account, --logs at files', { fix: 'give one of them' });
  const places = placesFrom(io.env);
  const isNew = options.case === undefined;
  const folder = isNew ? resolve(places.cases, systemIds.caseId()) : findCase(options.case, places);
  const answers = isNew ? answersFor(options) : await givenAnswers(folder, options);
  await collectForOverview(
    { folder, account: liveAccount(io, options), evidence: copyRequest(io, {}) },
    caseTools(io, answers, { caseName: folder }),
  );
  if (isNew) tell(io, `case   ${folder}  (heptad resume walks its playbook)`);
  return { case: folder };
}

function answersFor({ answers }: Options): Answers {
  return answers === undefined ? NO_ANSWERS : loadAnswers(answers, findPlaybook(OVERVIEW_PLAYBOOK).playbook);
}
