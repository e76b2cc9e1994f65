import { applyEdits } from './edits.ts';
import { tokenize } from './tokenize.ts';

/** A statement with its quoted texts taken out: whoever looks for a phrase in sealed content writes it there. */
export function withoutTexts(sql: string): string {
  const texts = tokenize(sql).tokens.filter(({ kind }) => kind === 'string');
  return applyEdits(
    sql,
    texts.map(({ start, end }) => ({ start, end, text: "'…'" })),
  ).text;
}
