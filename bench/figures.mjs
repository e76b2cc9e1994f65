// Turns what was measured into the figures that issue targets are stated in, and prints them.
import { cpus, release, totalmem, type as systemName } from 'node:os';

/** @typedef {{what: string, value: string, target: string, verdict: 'met' | 'missed' | 'no target' | 'not measured'}} Figure */

/**
 * @param {string} what
 * @param {number | null} value
 * @param {{unit: 's' | 'x' | 'MB', atMost?: number, atLeast?: number, note?: string}} form
 * @returns {Figure}
 */
export function figure(what, value, { unit, atMost, atLeast, note }) {
  const target =
    atMost !== undefined
      ? `at most ${shown(atMost, unit)}`
      : atLeast !== undefined
        ? `at least ${shown(atLeast, unit)}`
        : '';
  if (value === null) return { what, value: note ?? 'not measured', target, verdict: 'not measured' };
  const text = note === undefined ? shown(value, unit) : `${shown(value, unit)} (${note})`;
  if (target === '') return { what, value: text, target, verdict: 'no target' };
  const met = atMost !== undefined ? value <= atMost : value >= atLeast;
  return { what, value: text, target, verdict: met ? 'met' : 'missed' };
}

/** A table for the terminal. */
export function asTable(figures) {
  const rows = [['what', 'measured', 'target', ''], ...figures.map(cells)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A block for docs/reference/benchmarks.md. */
export function asMarkdown(title, figures, data) {
  const lines = figures.map((row) => `| ${cells(row).join(' | ')} |`);
  return [
    `## ${title}`,
    '',
    `${data} Measured with Node ${process.versions.node} on ${machine()}.`,
    '',
    '| what | measured | target | |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function cells({ what, value, target, verdict }) {
  return [what, value, target, verdict === 'no target' ? '' : verdict];
}

function shown(value, unit) {
  if (unit === 'MB') return `${Math.round(value)} MB`;
  if (unit === 'x') return `${value.toFixed(2)} times`;
  return `${value < 1 ? value.toFixed(3) : value.toFixed(2)} s`;
}

function machine() {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${memory} GiB, ${systemName()} ${release()}`;
}
