import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import type { AccountDesk } from '../app/actions/account-desk.ts';
import { connectPassing } from '../app/actions/connect-case.ts';
import { placesFrom } from '../app/case-places.ts';
import { enabledRegions } from '../app/collecting/plan-collection.ts';
import { systemClock } from '../app/ids.ts';
import { parseAssignments, resolveInputs } from '../app/inputs.ts';
import { findPlaybook } from '../app/playbook-library.ts';
import { baselinePlace, keepBaseline, loadBaseline } from '../app/readiness/baseline-file.ts';
import { buildBaseline } from '../app/readiness/build-baseline.ts';
import { runReadiness } from '../app/readiness/run-readiness.ts';
import { writeDurably } from '../base/durable-file.ts';
import { codeOf, UserError } from '../base/errors.ts';
import type { Baseline } from '../model/baseline.ts';
import type { ReadinessReport } from '../model/readiness.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { createPaint, wantsColor } from '../terminal/paint.ts';
import { readinessLines } from '../terminal/readiness-screen.ts';
import { accountAccess } from './account-options.ts';
import { collected } from './collected.ts';
import { type Io, tell } from './io.ts';

const FORMATS = ['table', 'html', 'md', 'json', 'ocsf'] as const;

interface Options {
  readonly profile?: string;
  readonly region: readonly string[];
  readonly org?: string;
  readonly input: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly audit?: boolean;
  readonly baseline?: string;
  readonly buildBaseline?: boolean;
  readonly out?: string;
}

const WIDTH = 100;

export function readinessCommand(io: Io): Command {
  return new Command('heptad readiness')
    .description(
      'Says whether an account is prepared for an incident: forty checks (R01 to R40), each pass, fail, not applicable, or unknown where it could not be asked. It only reads.',
    )
    .option('--profile <name>', 'the profile of the shared AWS configuration')
    .option(
      '--region <region>',
      'look at this Region; may be given again; all enabled ones by default',
      collected,
      [],
    )
    .option('--org <file>', "org.yaml: the responders' roles, the buckets for evidence")
    .option('--input <name=value>', 'an input of the playbook readiness; may be given again', collected, [])
    .addOption(new Option('--format <format>', FORMATS.join(', ')).choices(FORMATS).default('table'))
    .option('--baseline <file>', 'the baseline of the account; without it the one in the data folder')
    .option('--build-baseline', "first make the baseline anew from the account's events of the last 30 days")
    .option('--audit', 'the audit guideline as a list of evidence to tick, in Markdown, instead of a report')
    .option('--out <file>', 'the file to write')
    .action((options: Options) => readiness(io, options));
}

async function readiness(io: Io, options: Options): Promise<void> {
  const { playbook } = findPlaybook('readiness');
  const { inputs } = resolveInputs(playbook, parseAssignments(options.input, '--input'));
  const { profile, org, region } = options;
  const access = accountAccess(io, {
    ...(profile === undefined ? {} : { profile }),
    ...(region[0] === undefined ? {} : { region: region[0] }),
    ...(org === undefined ? {} : { org }),
  });
  const desk = await connectPassing(access, systemClock);
  try {
    const report = await runReadiness(desk, {
      playbook,
      methodology: findPlaybook('genai-workload').playbook,
      inputs,
      regions: region,
      baseline: await baselineOf(io, desk, options),
      onCheck: (done, total, title) => {
        if (io.stderr.isTTY) io.stderr.write(`\r\u001b[K${done + 1}/${total} ${escapeTerminal(title)}`);
      },
    });
    if (io.stderr.isTTY) io.stderr.write('\r\u001b[K');
    give(io, await textOf(io, report, options), options.out);
  } finally {
    desk.cloud.close();
  }
}

const BASELINE_DAYS = 30;

async function baselineOf(
  io: Io,
  desk: AccountDesk,
  { baseline, buildBaseline: builds, region }: Options,
): Promise<Baseline | null> {
  const { account } = desk.cloud.identity;
  const file = baseline === undefined ? baselinePlace(placesFrom(io.env), account) : resolve(baseline);
  if (builds !== true) return loadBaseline(file, account);
  const { regions, limits } =
    region.length > 0 ? { regions: region, limits: ['only those given'] } : await enabledRegions(desk);
  const made = await buildBaseline(desk, {
    regions,
    everyRegion: limits.length === 0,
    days: BASELINE_DAYS,
    onRegion: (name) => {
      if (io.stderr.isTTY) io.stderr.write(`\r\u001b[Kevent history of ${escapeTerminal(name)}`);
    },
  });
  if (io.stderr.isTTY) io.stderr.write('\r\u001b[K');
  keepBaseline(file, made);
  tell(io, `baseline of ${made.events} events kept in ${escapeTerminal(file)}`);
  return made;
}

async function textOf(io: Io, report: ReadinessReport, { format, audit, out }: Options): Promise<string> {
  const other = audit === true ? 'audit' : format;
  if (other !== 'table') {
    const { renderReadiness } = await import('../app/readiness/render-readiness.ts');
    return renderReadiness(report, other);
  }
  const { isTTY, columns } = io.stdout;
  const shown = isTTY && out === undefined;
  const paint = createPaint(wantsColor({ environment: io.env, isTTY: shown }));
  const width = shown ? Math.max(60, Math.min(columns, 120)) : WIDTH;
  return readinessLines(report, { width, paint }).join('\n');
}

function give(io: Io, text: string, out: string | undefined): void {
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (out === undefined) {
    io.stdout.write(whole);
    return;
  }
  try {
    writeDurably(resolve(out), whole);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new UserError(`the report cannot be written to ${out}`, {
      why: code,
      fix: 'give a path in a folder that is there and that you may write to',
    });
  }
  tell(io, `written to ${escapeTerminal(resolve(out))}`);
}
