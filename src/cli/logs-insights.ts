import { type Command, Option } from 'commander';
import { type Answered, lakeAnswers } from '../app/insights/lake-answers.ts';
import { liveAnswers } from '../app/insights/live-answers.ts';
import type { QueryAnswer } from '../app/insights/query-answer.ts';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { judgeCoverage, nothingFoundText, withheldCoverage } from '../model/coverage.ts';
import { WHOLE } from '../model/scope.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { tableLines } from '../terminal/table.ts';
import { copyRequest, givenAnswers, ORG_OPTION } from './account-options.ts';
import { caseTools } from './case-tools.ts';
import { type Io, print, printJson, tell } from './io.ts';
import { liveAccount, type LiveOptions, withLiveOptions } from './live-options.ts';
import { placed, placeOf, type PlaceOptions, progressOf } from './place-options.ts';

interface Options extends PlaceOptions, LiveOptions {
  readonly format: 'table' | 'json';
}

/** Adds `logs insights` to the command. */
export function addInsights(command: Command, io: Io): void {
  withLiveOptions(
    placed(command.command('insights')),
    'let Logs Insights answer, and keep the answers as evidence of the case',
  )
    .description(
      "the five queries of the published guide over model invocation logs: from the lake, or live by Logs Insights in the case's account",
    )
    .addOption(new Option('--format <format>', 'table or json').choices(['table', 'json']).default('table'))
    .option(...ORG_OPTION)
    .action((options: Options) => insights(io, options));
}

async function insights(io: Io, options: Options): Promise<void> {
  const answered =
    options.live === true ? await live(io, options) : await lakeAnswers(placeOf(io, options), progressOf(io));
  if (options.format === 'json') printJson(io, jsonOf(answered));
  else printAnswers(io, answered);
}

async function live(io: Io, options: Options): Promise<Answered> {
  const place = placeOf(io, options);
  if (!('case' in place))
    throw new UserError('--live needs a case', {
      why: 'the answers are kept as its evidence',
      fix: 'name it with --case; heptad run opens one',
    });
  return liveAnswers(
    { folder: place.case, account: liveAccount(io, options), evidence: copyRequest(io, {}) },
    caseTools(io, await givenAnswers(place.case, options), { caseName: place.case }),
  );
}

function jsonOf({ answers, coverage }: Answered): object {
  return {
    answers: answers.map(({ columns: _columns, ...answer }) => answer),
    coverage,
  };
}

function printAnswers(io: Io, { answers, coverage }: Answered): void {
  const width = io.stdout.isTTY ? io.stdout.columns : 200;
  const [source] = coverage;
  const behind = judgeCoverage([source?.source ?? 'bedrock.invocations'], coverage, WHOLE);
  for (const answer of answers) {
    print(io, escapeTerminal(titleOf(answer)));
    if (answer.withheld || answer.rows.length === 0)
      print(io, `  ${escapeTerminal(nothingFoundText(answer.withheld ? withheldCoverage(behind) : behind))}`);
    else for (const line of tableLines({ ...answer, ...spoken(answer), width })) print(io, line);
    if (answer.truncated) print(io, `  only ${counted(answer.rows.length, 'row')} came: there may be more`);
    print(io, '');
  }
  if (answers.length === 0) print(io, escapeTerminal(nothingFoundText(behind)));
  for (const { account, region, status, detail } of coverage)
    tell(io, escapeTerminal(`${account ?? 'no account'} ${region ?? 'no Region'}: ${status} (${detail})`));
}

/** Both tell the time of a first and a last use in milliseconds since 1970: a person wants to read it. */
function spoken({ columns, rows }: QueryAnswer): Pick<QueryAnswer, 'columns' | 'rows'> {
  const isTime = (name: string): boolean => name === 'first_seen' || name === 'last_seen';
  return {
    columns: columns.map(({ name, type }) => ({ name, type: isTime(name) ? 'VARCHAR' : type })),
    rows: rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          isTime(name) && typeof value === 'number' ? new Date(value).toISOString() : value,
        ]),
      ),
    ),
  };
}

function titleOf({ query, title, place }: QueryAnswer): string {
  return place === null
    ? `${title}  (${query})`
    : `${title}  (${query}, ${place.account} ${place.region} ${place.logGroup})`;
}
