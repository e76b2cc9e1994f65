import type { RowValue } from '../model/row.ts';
import { escapeTerminal } from './escape.ts';

/** A cell longer than this is never shown whole in a table; escaping stops there so that a 1 MB prompt costs nothing. */
const MOST_OF_A_CELL = 2000;

/** The text of a value, not yet escaped: texts as they are, objects and lists as JSON, null as nothing. */
export function valueText(value: RowValue | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The text of a value as it stands in a table: escaped, one line. */
export function cellText(value: RowValue | undefined): string {
  const text = valueText(value);
  return escapeTerminal(text.length > MOST_OF_A_CELL ? `${text.slice(0, MOST_OF_A_CELL)}…` : text);
}
