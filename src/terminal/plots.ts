import type { Bar, SeriesPoint } from '../model/overview.ts';
import { escapeTerminal } from './escape.ts';
import { fitName, fitWidth, padWidth } from './width.ts';

const BLOCKS = '▁▂▃▄▅▆▇█';
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * Values over time in one line of blocks, at most `width` wide; where points outnumber columns, a column is the largest
 * of its points. A dot marks a time without any record: nothing is known there, which is not zero.
 */
export function sparkline(points: readonly SeriesPoint[], width: number): string {
  const columns = Math.min(points.length, width);
  const values = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * points.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * points.length) / columns));
    const known = points.slice(from, to).flatMap(({ value }) => (value === null ? [] : [value]));
    return known.length === 0 ? null : Math.max(...known);
  });
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  return values.map((value) => (value === null ? '·' : blockOf(value, top))).join('');
}

/** Zero is the lowest block, and anything above it is higher than that. */
function blockOf(value: number, top: number): string {
  if (value <= 0 || top <= 0) return BLOCKS.charAt(0);
  return BLOCKS.charAt(Math.max(1, Math.round((value / top) * (BLOCKS.length - 1))));
}

/** Bars with their names on the left and their notes on the right, within `width` columns. */
export function barLines(
  bars: readonly Bar[],
  { width, mark }: { readonly width: number; readonly mark: (bar: Bar, text: string) => string },
): readonly string[] {
  const top = Math.max(0, ...bars.map(({ value }) => value));
  const names = Math.min(28, Math.floor(width * 0.35));
  const notes = Math.min(32, Math.floor(width * 0.4));
  const room = Math.max(4, width - names - notes - 3);
  return bars.map((bar) => {
    const name = padWidth(fitName(escapeTerminal(bar.name), names), names, 'right');
    const drawn = padWidth(barText(bar.value, top, room), room, 'right');
    return `${name} ${mark(bar, drawn)}  ${fitWidth(escapeTerminal(bar.note), notes)}`.trimEnd();
  });
}

function barText(value: number, top: number, room: number): string {
  if (value <= 0 || top <= 0) return '';
  const eighths = Math.max(1, Math.round((value / top) * room * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
