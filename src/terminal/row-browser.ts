import type { Column, Row } from '../model/row.ts';
import type { Position } from '../ports/responder.ts';
import type { Desk } from './desk.ts';
import { promptText } from './position-lines.ts';
import { rowLines } from './row-screen.ts';

export interface Rows {
  readonly position: Position;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** Asks for the number of a row; null when the responder thought better of it. */
export async function askRow(desk: Desk, { position, rows }: Rows, what: string): Promise<number | null> {
  if (rows.length === 1) return 0;
  const text = await desk.prompts.ask(
    promptText(position, `${what}: row 1 to ${rows.length} (empty: back):`),
    (given) =>
      given === '' || (/^\d+$/.test(given) && Number(given) >= 1 && Number(given) <= rows.length)
        ? null
        : `write a number from 1 to ${rows.length}`,
  );
  return text === '' ? null : Number(text) - 1;
}

/** Shows rows in full, page by page, until the responder goes back. */
export async function browseRows(desk: Desk, rows: Rows): Promise<void> {
  let at = await askRow(desk, rows, 'Look at a row');
  while (at !== null) at = await showRow(desk, rows, at);
}

/** The pages of one row; gives the row to show next. */
async function showRow(desk: Desk, { position, columns, rows }: Rows, at: number): Promise<number | null> {
  const lines = rowLines(rows[at] ?? {}, columns, desk.look());
  const page = Math.max(10, desk.height() - 8);
  for (let from = 0; ; from += page) {
    desk.show(['', `Row ${at + 1} of ${rows.length}`, ...lines.slice(from, from + page), '']);
    const more = lines.length > from + page;
    const next = await desk.prompts.choose<'page' | 'next' | 'previous' | 'back'>(
      promptText(position, `Row ${at + 1}`),
      [
        ...(more
          ? [{ value: 'page' as const, name: `More of this row (${lines.length - from - page} lines)` }]
          : []),
        { value: 'back', name: 'Back' },
        ...(at + 1 < rows.length ? [{ value: 'next' as const, name: 'Next row' }] : []),
        ...(at > 0 ? [{ value: 'previous' as const, name: 'Previous row' }] : []),
      ],
    );
    if (next === 'back') return null;
    if (next !== 'page') return next === 'next' ? at + 1 : at - 1;
  }
}
