import { resolve } from 'node:path';
import type { Command } from 'commander';
import { baselineOfLogs } from '../app/baseline/baseline-of-logs.ts';
import { systemClock } from '../app/ids.ts';
import { withLake } from '../app/open-lake.ts';
import { keepBaseline } from '../app/readiness/baseline-file.ts';
import { codeOf, UserError } from '../base/errors.ts';
import { type Baseline, HABITS, isHabit } from '../model/baseline.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, printJson, tell } from './io.ts';
import { placed, placeOf, type PlaceOptions, progressOf } from './place-options.ts';
import { windowOf, type WindowOptions } from './window-options.ts';

interface Options extends PlaceOptions, WindowOptions {
  readonly account?: string;
  readonly out?: string;
}

const SHORT = 7 * 86_400_000;

/** Adds `logs baseline` to the command. */
export function addBaseline(command: Command, io: Io): void {
  placed(command.command('baseline'))
    .description(
      'what was usual in a window before the incident, as a baseline for heptad run --baseline: data events too, where they were logged',
    )
    .option('--from <time>', 'begin of the window (ISO 8601); of the logs unless given')
    .option('--to <time>', 'end of the window: before the incident began; of the logs unless given')
    .option('--account <id>', 'of which account, where the logs are of several')
    .option('--out <file>', 'the file to write; to stdout without it')
    .action((options: Options) => baseline(io, options));
}

async function baseline(io: Io, options: Options): Promise<void> {
  const { account = null } = options;
  if (account !== null && !/^\d{12}$/.test(account))
    throw new UserError(`--account: '${account}' is no account id`, { fix: 'give its twelve digits' });
  const wish = { ...windowOf(options), account };
  const made = await withLake(placeOf(io, options), progressOf(io), (open) =>
    baselineOfLogs(open, wish, systemClock),
  );
  if (options.out === undefined) printJson(io, made);
  else keep(resolve(options.out), made);
  tell(io, escapeTerminal(`baseline of account ${made.account}, ${made.from} to ${made.to}`));
  for (const [name, names] of Object.entries(made.habits ?? {}))
    if (isHabit(name)) tell(io, `  ${HABITS[name]}: ${names.length.toLocaleString('en-US')}`);
  tell(io, escapeTerminal(made.source));
  if (Date.parse(made.to) - Date.parse(made.from) < SHORT)
    tell(io, 'a window of less than a week: much that is usual is not in it, and will be told as new');
}

function keep(file: string, made: Baseline): void {
  try {
    keepBaseline(file, made);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new UserError(`the baseline cannot be written to ${file}`, {
      why: code,
      fix: 'give a path in a folder that you may write to',
    });
  }
}
