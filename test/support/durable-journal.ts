import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyCase } from '../../src/case/verify.ts';
import { comparableReport } from './durable-case.ts';

/** The whole lines of a case's journal. Each was acknowledged, or was about to be. */
export function wholeLines(folder: string): string {
  const path = join(folder, 'journal.jsonl');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

/** Whether a case can be resumed; before that only the same run again goes on with it. */
export function isOpened(journal: string): boolean {
  return journal.includes('"kind":"case-opened"');
}

/** What a case that was stopped and gone on with owes: sound evidence, no entry lost, the same report. */
export async function durabilityFaults(
  folder: string,
  kept: { readonly journal: string; readonly report: string },
): Promise<readonly string[]> {
  const { ok, faults } = verifyCase(folder, null);
  return [
    ...(ok ? [] : [`verify says ${JSON.stringify(faults)}`]),
    ...(wholeLines(folder).startsWith(kept.journal) ? [] : ['entries of the journal are lost']),
    ...firstDifference(await comparableReport(folder), kept.report),
  ];
}

function firstDifference(found: string, expected: string): readonly string[] {
  if (found === expected) return [];
  const lines = found.split('\n');
  const wanted = expected.split('\n');
  const at = lines.findIndex((line, index) => line !== wanted[index]);
  return [
    `the report has, at line ${at}, ${lines.slice(at - 2, at + 3).join('')} instead of ${wanted.slice(at - 2, at + 3).join('')}`,
  ];
}
