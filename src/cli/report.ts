import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { loadOrganization } from '../app/actions/org-file.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { annotate } from '../app/annotate.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import { redactReport } from '../app/sealing/redact-report.ts';
import { loadPrices } from '../app/overview/price-table.ts';
import { renderReport, type ReportFormat, reportOf } from '../app/render-report.ts';
import { writeDurably } from '../base/durable-file.ts';
import { codeOf, UserError } from '../base/errors.ts';
import { readEntries } from '../case/case-folder.ts';
import type { Report } from '../model/report.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, operatorOf, tell } from './io.ts';

interface Options {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly key?: boolean;
  readonly unredacted?: string;
}

export function reportCommand(io: Io): Command {
  return new Command('heptad report')
    .description('The report of a case, in one file without outside requests. To stdout without --out.')
    .argument('<case>', 'the folder or the id of the case')
    .addOption(
      new Option('--format <format>', 'html, md or json').choices(['html', 'md', 'json']).default('html'),
    )
    .option('--out <file>', 'the file to write')
    .option(
      '--unredacted <reason>',
      'leave personal numbers and addresses from the logs in, and why (journaled)',
    )
    .option('--key', 'with the answer key of an exercise: not for those who are to play its scenario')
    .action((name: string, options: Options) => report(io, name, options));
}

async function report(io: Io, name: string, { format, out, key, unredacted }: Options): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  // First, so that the report itself tells of it.
  if (unredacted !== undefined) await noteUnredacted(io, folder, { format, reason: unredacted });
  const prices = loadPrices(null, loadOrganization(null, placesFrom(io.env).config));
  const plain = await reportOf(folder, { at: systemClock.now(), by: operatorOf(io).human }, prices);
  const made = plain.case.mode === 'tabletop' ? await debriefed(folder, plain, key === true) : plain;
  const shown = unredacted === undefined ? redactReport(made, firstHash(folder)) : made;
  const text = await renderReport(shown, format);
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

/** In the journal before the report is anywhere. */
async function noteUnredacted(
  io: Io,
  folder: string,
  { format, reason }: { readonly format: ReportFormat; readonly reason: string },
): Promise<void> {
  if (reason.trim() === '')
    throw new UserError('--unredacted needs a reason', { fix: 'say why the report has to hold everything' });
  const data = { reason: reason.trim(), use: `report (${format})`, request: null };
  const annotating = { by: operatorOf(io), clock: systemClock, ids: systemIds, afterClose: true };
  await annotate(folder, { kind: 'report-unredacted', data }, annotating);
}

function firstHash(folder: string): string {
  return readEntries(folder)[0]?.hash ?? '';
}

/** Loaded only for an exercise: it makes the account again. */
async function debriefed(folder: string, plain: Report, key: boolean): Promise<Report> {
  const { withDebrief } = await import('../app/exercise/score-exercise.ts');
  return withDebrief(folder, plain, key);
}
