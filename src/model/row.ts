/** A value of a query's row: what JSON can hold, with 64-bit integers beyond the safe range as text. */
export type RowValue =
  null | boolean | number | string | readonly RowValue[] | { readonly [key: string]: RowValue };

/** One row, by column name in lower case. */
export type Row = Readonly<Record<string, RowValue>>;

export interface Column {
  readonly name: string;
  /** The engine's name of the type: `VARCHAR`, `BIGINT`, `TIMESTAMP`, `VARCHAR[]` … */
  readonly type: string;
}
