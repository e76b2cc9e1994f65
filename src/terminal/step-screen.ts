import { counted } from '../base/text.ts';
import type { StepView } from '../ports/responder.ts';
import { coverageText } from './coverage-text.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { findingLines } from './finding-lines.ts';
import { labelled } from './look.ts';
import type { Look } from './look.ts';
import { positionLines } from './position-lines.ts';
import { tableLines } from './table.ts';
import { wrapText } from './wrap.ts';

/** The screen of a step that ran: where, why, what was asked, the rows, the findings, the coverage. */
export function stepLines(view: StepView, look: Look): readonly string[] {
  return [
    ...positionLines(view.position, look),
    ...wrapText(escapeShort(view.title, 300), look.width).map((line) => look.paint.strong(line)),
    ...labelled('Why', escapeShort(view.why, 2000), look),
    ...suspectLines(view, look),
    ...askedLine(view, look),
    ...noteLines(view, look),
    ...resultLines(view, look),
    '',
  ];
}

/** The rows of a step as a table, from `offset` on. */
export function stepTable(view: StepView, look: Look, offset = 0): readonly string[] {
  return tableLines({
    columns: view.columns,
    rows: view.rows.slice(offset),
    show: view.show,
    truncated: view.truncated,
    width: look.width,
    maxRows: look.maxRows,
    localTime: look.localTime,
    numbered: true,
    offset,
  });
}

/** The statement or call as it ran, in full: its line breaks are the playbook's, all else is escaped. */
export function askedLines(asked: string, look: Look): readonly string[] {
  return ['', ...asked.split('\n').flatMap((line) => wrapIndented(line, look)), ''];
}

function wrapIndented(line: string, look: Look): readonly string[] {
  const indent = line.length - line.trimStart().length;
  const margin = ' '.repeat(Math.min(indent, 20) + 2);
  return wrapText(escapeTerminal(line.trim()), look.width - margin.length, 2).map((piece) => margin + piece);
}

function suspectLines({ suspect }: StepView, look: Look): readonly string[] {
  return suspect === null ? [] : labelled('For', `${suspect.kind} ${escapeShort(suspect.value, 300)}`, look);
}

function askedLine({ sources, rows, truncated, asked }: StepView, look: Look): readonly string[] {
  if (asked === null) return [];
  const count = `${counted(rows.length, 'row')}${truncated ? ' (the limit; there are more)' : ''}`;
  const from =
    sources.length > 0 ? sources.map((source) => escapeShort(source)).join('; ') : 'no source declared';
  return labelled('Asked', `${from}. ${count}.`, look);
}

function noteLines({ note }: StepView, look: Look): readonly string[] {
  if (note === null) return [];
  return ['', ...paragraphs(note).flatMap((line) => wrapText(escapeTerminal(line), look.width, 2))];
}

/** Lines of a paragraph flow together; empty lines, lists and indented lines stay as they were written. */
function paragraphs(text: string): readonly string[] {
  const lines: string[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const before = lines.at(-1);
    const goesOn = before !== undefined && before !== '' && /^[^\s\-*\d]/.test(line);
    if (goesOn) lines[lines.length - 1] = `${before} ${line}`;
    else lines.push(line);
  }
  return lines;
}

function resultLines(view: StepView, look: Look): readonly string[] {
  if (view.failed !== null) {
    return [
      '',
      ...labelled('Could not be done', escapeShort(view.failed, 1000), look).map((line) =>
        look.paint.warning(line),
      ),
    ];
  }
  if (view.asked === null) return [];
  const table = stepTable(view, look);
  return [
    ...(table.length > 0 ? ['', ...table] : []),
    ...(view.findings.length > 0
      ? [
          '',
          `Findings (${view.findings.length}; signals, not verdicts)`,
          ...findingLines(view.findings, look),
        ]
      : []),
    '',
    ...labelled(
      view.rows.length === 0 ? 'Result' : 'Coverage',
      coverageText(view.coverage, view.rows.length),
      look,
    ),
  ];
}
