import { isObject } from '../../base/json.ts';
import { type InsightsQuery } from '../../collectors/insights-queries.ts';
import type { Column, Row } from '../../model/row.ts';

/** What one of the five queries answered, by the lake or by Logs Insights. */
export interface QueryAnswer {
  readonly query: string;
  readonly title: string;
  /** Where Insights answered; null = the lake. */
  readonly place: {
    readonly account: string;
    readonly region: string;
    readonly logGroup: string;
  } | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** More rows may be there than were delivered. */
  readonly truncated: boolean;
  /** It rests on prompts that are sealed: nothing can be said. */
  readonly withheld: boolean;
}

/** The rows of an answer of GetQueryResults, by names in lower case as the lake has them; without Insights' own pointers. */
export function rowsOf(page: Uint8Array): readonly Row[] {
  const answer: unknown = JSON.parse(Buffer.from(page).toString('utf8'));
  const results = isObject(answer) && Array.isArray(answer['results']) ? answer['results'] : [];
  return results.filter(Array.isArray).map((cells) =>
    Object.fromEntries(
      cells.flatMap((cell: unknown) => {
        if (!isObject(cell) || typeof cell['field'] !== 'string' || cell['field'] === '@ptr') return [];
        return [[cell['field'].toLowerCase(), valueOf(cell['value'])]];
      }),
    ),
  );
}

/** Insights tells everything as text. */
function valueOf(value: unknown): string | number | null {
  if (typeof value !== 'string') return null;
  const number = Number(value);
  return /^-?\d+(\.\d+)?$/.test(value) && (Number.isSafeInteger(number) || value.includes('.'))
    ? number
    : value;
}

/** The columns of rows that come without: the names in their order, numbers where every value is one. */
export function columnsOf(rows: readonly Row[]): readonly Column[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => ({
    name,
    type: rows.every((row) => typeof (row[name] ?? 0) === 'number') ? 'DOUBLE' : 'VARCHAR',
  }));
}

/** An answer without rows or place yet. */
export function answerTo({ id, title }: InsightsQuery): Pick<QueryAnswer, 'query' | 'title'> {
  return { query: id, title };
}
