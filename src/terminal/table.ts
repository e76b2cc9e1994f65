import { counted } from '../base/text.ts';
import type { Column, Row } from '../model/row.ts';
import { cellText } from './cell.ts';
import { escapeTerminal } from './escape.ts';
import type { LocalTime } from './local-time.ts';
import { shrinkWidths } from './shrink-widths.ts';
import { displayWidth, fitCell, padWidth } from './width.ts';
import { wrapText } from './wrap.ts';

export interface TableOptions {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Columns of the terminal. */
  readonly width: number;
  /** Columns of the result shown first; the others follow while there is room. */
  readonly show?: readonly string[];
  /** At most this many rows; the rest is counted under the table. */
  readonly maxRows?: number;
  /** The number of rows before the first one given, for pages after the first. */
  readonly offset?: number;
  /** Numbers the rows, so that one can be asked for. */
  readonly numbered?: boolean;
  readonly localTime?: LocalTime | null;
  /** More rows exist than were delivered. */
  readonly truncated?: boolean;
}

const GAP = '  ';
const NUMBER_TYPE = /^(U?(TINY|SMALL|HUGE|BIG)?INT(EGER)?|DOUBLE|FLOAT|REAL|DECIMAL.*)$/i;

const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[\d:.]*(Z|[+-]\d{2}:?\d{2})?$/;
/** A text column narrower than this says nothing; those that would be are left out and named under the table. */
const NARROWEST = 14;

interface Shown {
  readonly title: string;
  readonly right: boolean;
  readonly cells: readonly string[];
  /** The longest cell, or the title. */
  readonly want: number;
  readonly least: number;
}

/** A result as lines of a table that fits the terminal. No rows give no lines: what nothing means is said elsewhere. */
export function tableLines(options: TableOptions): readonly string[] {
  const rows = options.rows.slice(0, options.maxRows ?? options.rows.length);
  if (rows.length === 0) return [];
  const all = shownColumns(options, rows);
  const widths = shrinkWidths(all, { room: options.width, gap: GAP.length });
  const shown = all.slice(0, widths.length);
  const line = (text: (column: Shown) => string): string =>
    shown
      .map((column, index) =>
        padWidth(
          fitCell(text(column), widths[index] ?? 0),
          widths[index] ?? 0,
          column.right ? 'left' : 'right',
        ),
      )
      .join(GAP)
      .trimEnd();
  return [
    line(({ title }) => title),
    widths.map((width) => '─'.repeat(width)).join(GAP),
    ...rows.map((_, index) => line(({ cells }) => cells[index] ?? '')),
    ...moreLines(options, { rows: rows.length, left: all.slice(widths.length).map(({ title }) => title) }),
  ];
}

function moreLines(
  options: TableOptions,
  shown: { readonly rows: number; readonly left: readonly string[] },
): readonly string[] {
  const more = options.rows.length - shown.rows;
  const lines: string[] = [];
  if (more > 0)
    lines.push(
      `+${counted(more, 'more row')}${options.truncated === true ? ', and rows beyond the limit that were not delivered' : ''}`,
    );
  else if (options.truncated === true)
    lines.push('more rows exist beyond the limit; they were not delivered');
  if (shown.left.length > 0)
    lines.push(...wrapText(`more columns: ${shown.left.join(', ')}`, options.width, 2));
  return lines;
}

function shownColumns(options: TableOptions, rows: readonly Row[]): readonly Shown[] {
  const local = options.localTime ?? null;
  const columns = inOrder(options, rows).flatMap((column) => {
    const shown = shownColumn(
      column,
      rows.map((row) => cellText(row[column.name])),
    );
    return local === null ? [shown] : [shown, ...localColumn(shown, local)];
  });
  if (options.numbered !== true) return columns;
  const numbers = rows.map((_, index) => String((options.offset ?? 0) + index + 1));
  return [shownColumn({ name: '#', type: 'BIGINT' }, numbers), ...columns];
}

function shownColumn(column: Column, cells: readonly string[]): Shown {
  const title = escapeTerminal(column.name);
  const right = NUMBER_TYPE.test(column.type);
  const want = Math.max(displayWidth(title), ...cells.map((cell) => displayWidth(cell.slice(0, 400))));
  // A number or a time that is cut says something wrong, or nothing.
  const whole = right || cells.every((cell) => cell === '' || TIME.test(cell));
  return { title, right, cells, want, least: whole ? want : Math.min(want, NARROWEST) };
}

/** The column of local times beside a column of times. */
function localColumn(column: Shown, local: LocalTime): readonly Shown[] {
  const cells = column.cells.map((cell) => local.of(cell) ?? '');
  if (cells.every((cell) => cell === '')) return [];
  return [shownColumn({ name: `${column.title} (${local.zone})`, type: 'VARCHAR' }, cells)];
}

/** The columns asked for first, then those that hold something in these rows, then the empty ones. */
function inOrder({ columns, show = [] }: TableOptions, rows: readonly Row[]): readonly Column[] {
  const first = show.flatMap((name) => columns.filter((column) => column.name === name.toLowerCase()));
  const rest = columns.filter((column) => !first.includes(column));
  const filled = rest.filter(({ name }) => rows.some((row) => (row[name] ?? '') !== ''));
  return [...first, ...filled, ...rest.filter((column) => !filled.includes(column))];
}
