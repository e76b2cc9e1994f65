import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { loadOrganization } from '../app/actions/org-file.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { systemClock } from '../app/ids.ts';
import { loadPrices } from '../app/overview/price-table.ts';
import { renderReport, type ReportFormat, reportOf } from '../app/render-report.ts';
import { writeDurably } from '../base/durable-file.ts';
import { codeOf, UserError } from '../base/errors.ts';
import type { Report } from '../model/report.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, operatorOf, tell } from './io.ts';

interface Options {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly key?: boolean;
}

export function reportCommand(io: Io): Command {
  return new Command('heptad report')
    .description('The report of a case, in one file without outside requests. To stdout without --out.')
    .argument('<case>', 'the folder or the id of the case')
    .addOption(
      new Option('--format <format>', 'html, md or json').choices(['html', 'md', 'json']).default('html'),
    )
    .option('--out <file>', 'the file to write')
    .option('--key', 'with the answer key of an exercise: not for those who are to play its scenario')
    .action((name: string, options: Options) => report(io, name, options));
}

async function report(io: Io, name: string, { format, out, key }: Options): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  const prices = loadPrices(null, loadOrganization(null, placesFrom(io.env).config));
  const plain = await reportOf(folder, { at: systemClock.now(), by: operatorOf(io).human }, prices);
  const made = plain.case.mode === 'tabletop' ? await debriefed(folder, plain, key === true) : plain;
  const text = await renderReport(made, format);
  if (out === undefined) {
    io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    return;
  }
  try {
    writeDurably(resolve(out), text);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new UserError(`the report cannot be written to ${out}`, {
      why: codeOf(error),
      fix: 'give a path in a folder that is there and that you may write to',
    });
  }
  tell(io, `written to ${escapeTerminal(resolve(out))}`);
}

/** Loaded only for an exercise: it makes the account again. */
async function debriefed(folder: string, plain: Report, key: boolean): Promise<Report> {
  const { withDebrief } = await import('../app/exercise/score-exercise.ts');
  return withDebrief(folder, plain, key);
}
