import { counted } from '../base/text.ts';
import type { SqlView } from '../ports/responder.ts';
import { escapeShort } from './escape.ts';
import { labelled } from './look.ts';
import type { Look } from './look.ts';
import { positionLines } from './position-lines.ts';
import { tableLines } from './table.ts';

/** The screen of the responder's own SQL: its rows, and what they rest on. */
export function sqlLines(view: SqlView, look: Look): readonly string[] {
  const table = sqlTable(view, look);
  return [
    ...positionLines(view.position, look),
    look.paint.strong(
      `Your SQL: ${counted(view.rows.length, 'row')}${view.truncated ? ' (the limit; there are more)' : ''}`,
    ),
    ...(table.length > 0 ? ['', ...table] : []),
    '',
    ...labelled(view.rows.length === 0 ? 'Result' : 'Coverage', escapeShort(view.coverageText, 1000), look),
    '',
  ];
}

/** The rows as a table, from `offset` on. */
export function sqlTable(view: SqlView, look: Look, offset = 0): readonly string[] {
  return tableLines({
    columns: view.columns,
    rows: view.rows.slice(offset),
    truncated: view.truncated,
    width: look.width,
    maxRows: look.maxRows,
    localTime: look.localTime,
    numbered: true,
    offset,
  });
}
