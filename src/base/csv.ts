import { showUnseen } from './text-safety.ts';

/** A cell that a spreadsheet would take for a formula, white space before it or not. */
const FORMULA = /^[\s\uFEFF\u200B]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/u;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * One cell of a CSV line: unseen characters written out, formulas neutralised with a leading `'`, quoted as RFC 4180
 * asks. Plain negative numbers stay numbers.
 */
export function csvCell(text: string): string {
  const formula = FORMULA.test(text) && !NUMBER.test(text);
  const shown = `${formula ? "'" : ''}${showUnseen(text)}`;
  return /[",;\n\r]|^ | $/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** A line of a CSV file, with the CRLF that RFC 4180 asks for. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
