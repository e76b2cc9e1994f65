import { Command, Option } from 'commander';
import { parseAssignments } from '../app/inputs.ts';
import { type LakePlace, withLake } from '../app/open-lake.ts';
import { rawEvent } from '../app/raw-event.ts';
import { csvLine } from '../base/csv.ts';
import { UserError } from '../base/errors.ts';
import { counted } from '../base/text.ts';
import { withoutTexts } from '../dialect/without-texts.ts';
import type { CoverageEntry } from '../model/coverage.ts';
import type { Row } from '../model/row.ts';
import { WHOLE } from '../model/scope.ts';
import { SOURCES } from '../model/source.ts';
import type { FileAccount, QueryResult } from '../ports/lake.ts';
import { valueText } from '../terminal/cell.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { tableLines } from '../terminal/table.ts';
import { type ContentOptions, contentWish, noteOpening, withContentOptions } from './content-options.ts';
import { type Io, print, printJson, tell } from './io.ts';
import { placed, placeOf, type PlaceOptions, progressOf } from './place-options.ts';
import { collected } from './collected.ts';
import { addBaseline } from './logs-baseline.ts';
import { addInsights } from './logs-insights.ts';

interface QueryOptions extends PlaceOptions, ContentOptions {
  readonly unredacted?: boolean;
  readonly format: 'table' | 'json' | 'csv';
  readonly param: readonly string[];
  readonly limit: string;
}

export function logsCommand(io: Io): Command {
  const command = new Command('heptad logs').description('Asks the logs of a case, or of files.');
  withContentOptions(placed(command.command('query')))
    .description(
      'runs one read-only statement in Athena SQL over cloudtrail, bedrock_invocations, azure_events, google_events and ingest_problems',
    )
    .argument('<sql>')
    .addOption(
      new Option('--format <format>', 'table, json or csv')
        .choices(['table', 'json', 'csv'])
        .default('table'),
    )
    .option('--param <name=value>', 'a value for :name in the statement; may be given again', collected, [])
    .option('--unredacted', 'show opened content with the secrets and personal data in it')
    .option('--limit <rows>', 'rows delivered at most', '10000')
    .action((sql: string, options: QueryOptions) => query(io, sql, options));
  withContentOptions(placed(command.command('raw')))
    .description('the original bytes of one event')
    .argument('<event>', 'an eventID, a request id, or SHA256:RECORD')
    .action((event: string, options: PlaceOptions & ContentOptions) => raw(io, event, options));
  placed(command.command('coverage'))
    .description('every file and source: what was read, what not, and why')
    .option('--json', 'plain JSON')
    .action((options: PlaceOptions & { readonly json?: boolean }) =>
      withLake(placeOf(io, options), progressOf(io), async ({ lake, queries, summary }) => {
        const files = await lake.files();
        const { rows: kinds } = await queries.query({
          sql: PROBLEM_KINDS,
          params: {},
          scope: WHOLE,
          rowLimit: 50,
        });
        if (options.json === true)
          printJson(io, {
            files,
            sources: summary.coverage,
            events: summary.events,
            invocations: summary.invocations,
            problems: summary.problems,
            problemKinds: kinds,
          });
        else
          for (const line of coverageLines({ files, kinds, sources: summary.coverage }))
            print(io, escapeTerminal(line));
      }),
    );
  addBaseline(command, io);
  addInsights(command, io);
  return command;
}

async function raw(io: Io, event: string, options: PlaceOptions & ContentOptions): Promise<void> {
  const place = await openedPlace(io, options, `logs raw ${event}`);
  await withLake(place, progressOf(io), async (open) => printRaw(io, await rawEvent(event, open)));
}

/** Where to ask; an opening of sealed content is in the journal before anything is read. */
async function openedPlace(io: Io, options: PlaceOptions & ContentOptions, use: string): Promise<LakePlace> {
  const place = placeOf(io, options);
  const content = contentWish(options, use);
  if (content === null) return place;
  if (!('case' in place))
    throw new UserError('--open is for a case', { fix: 'logs given by --logs are not sealed' });
  await noteOpening(io, place.case, content);
  return { ...place, content };
}

async function query(io: Io, sql: string, options: QueryOptions): Promise<void> {
  const rowLimit = Number(options.limit);
  if (!Number.isInteger(rowLimit) || rowLimit < 1)
    throw new UserError(`'${options.limit}' is no number of rows`, {
      fix: 'give --limit a whole number from 1',
    });
  const params = parseAssignments(options.param, '--param');
  const bare = options.unredacted === true;
  const place = await openedPlace(
    io,
    options,
    `logs query ${bare ? '--unredacted ' : ''}${withoutTexts(sql)}`,
  );
  const result = await withLake(bare ? { ...place, show: 'text' } : place, progressOf(io), ({ queries }) =>
    queries.query({ sql, params, scope: WHOLE, rowLimit }),
  );
  if (options.format === 'json') printJson(io, result.rows);
  else if (options.format === 'csv') printCsv(io, result);
  else printTable(io, result);
  if (result.withheld)
    tell(
      io,
      'prompts and answers are sealed in this case: they are NULL here; --open and --identity open them',
    );
  if (result.truncated)
    tell(io, `only the first ${counted(rowLimit, 'row is', 'rows are')} shown; --limit takes more`);
}

function printTable(io: Io, result: QueryResult): void {
  const width = io.stdout.isTTY ? io.stdout.columns : 200;
  for (const line of tableLines({ columns: result.columns, rows: result.rows, width })) print(io, line);
  tell(io, counted(result.rows.length, 'row'));
}

/** Byte for byte into a file or a pipe; a person at a terminal sees what would steer it written out. */
function printRaw(io: Io, bytes: Buffer): void {
  if (io.stdout.isTTY) print(io, escapeTerminal(bytes.toString('utf8')));
  else io.stdout.write(Buffer.concat([bytes, Buffer.from('\n')]));
}

function printCsv(io: Io, { columns, rows }: QueryResult): void {
  io.stdout.write(csvLine(columns.map(({ name }) => name)));
  for (const row of rows) io.stdout.write(csvLine(columns.map(({ name }) => valueText(row[name]))));
}

/** What was met while reading, the commonest first, each with one of the places. */
const PROBLEM_KINDS = `SELECT problem, count(*) AS times, count(DISTINCT path) AS files, min(path) AS example
FROM ingest_problems GROUP BY problem ORDER BY times DESC, problem`;

interface CoverageTold {
  readonly files: readonly FileAccount[];
  readonly kinds: readonly Row[];
  readonly sources: readonly CoverageEntry[];
}

function coverageLines({ files, kinds, sources }: CoverageTold): readonly string[] {
  return [
    `FILES  ${counted(files.length, 'file')}`,
    ...files.map(
      ({ status, records, problems, reader, path, detail }) =>
        `  ${status.padEnd(12)} ${String(records).padStart(7)} records ${String(problems).padStart(5)} problems  ${reader.padEnd(22)} ${path}${status === 'read' ? '' : `  (${detail})`}`,
    ),
    '',
    ...(kinds.length === 0 ? [] : ['PROBLEMS', ...kinds.map(problemLine), '']),
    'SOURCES',
    ...sources.flatMap(({ source, account, region, status, detail, records, stretches }) => [
      `  ${SOURCES[source]}  ${account ?? 'no account'}  ${region ?? 'no Region'}: ${status} (${detail}), ${counted(records, 'record')}`,
      ...stretches.slice(0, 10).map(({ from, to }) => `    ${from} to ${to}`),
      ...(stretches.length > 10 ? [`    … and ${stretches.length - 10} more stretches`] : []),
    ]),
  ];
}

function problemLine({ problem, times, files, example }: Row): string {
  const where = `${counted(Number(files), 'file')}, such as ${String(example)}`;
  return `  ${counted(Number(times), 'time')} ${String(problem)} (${where})`;
}
