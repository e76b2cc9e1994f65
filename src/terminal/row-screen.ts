import type { Column, Row } from '../model/row.ts';
import { valueText } from './cell.ts';
import { escapeTerminal } from './escape.ts';
import { timeText } from './look.ts';
import type { Look } from './look.ts';
import { displayWidth, fitWidth, padWidth } from './width.ts';
import { wrapText } from './wrap.ts';

/** A row in full: every field, escaped, wrapped; fields without a value are named at the end. */
export function rowLines(row: Row, columns: readonly Column[], look: Look): readonly string[] {
  const names = columns.map(({ name }) => name);
  const filled = names.filter((name) => valueText(row[name]) !== '');
  const empty = names.filter((name) => !filled.includes(name)).map(escapeTerminal);
  const column = Math.min(24, Math.max(0, ...filled.map((name) => displayWidth(escapeTerminal(name)))));
  return [
    ...filled.flatMap((name) =>
      fieldLines({ name: escapeTerminal(name), text: valueText(row[name]), column }, look),
    ),
    ...(empty.length > 0 ? wrapText(`without a value: ${empty.join(', ')}`, look.width, 2) : []),
  ];
}

interface Field {
  readonly name: string;
  readonly text: string;
  readonly column: number;
}

function fieldLines({ name, text, column }: Field, look: Look): readonly string[] {
  const room = Math.max(20, look.width - column - 2);
  const [first = '', ...rest] = wrapText(timeText(escapeTerminal(text), look), room);
  const margin = ' '.repeat(column + 2);
  const head =
    displayWidth(name) > column
      ? [fitWidth(name, look.width), `${margin}${first}`]
      : [`${padWidth(name, column, 'right')}  ${first}`];
  return [...head, ...rest.map((line) => margin + line)];
}
