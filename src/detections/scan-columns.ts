/** What a scan of a table gives to the conditions over it: each column, and its lower case, once for all rules. */
export class ScanColumns {
  readonly #plain = new Map<string, string>();
  readonly #lower = new Map<string, string>();

  /** The name under which the value of an expression over the table is to be had. */
  plain(sql: string): string {
    return named(this.#plain, sql, 'c');
  }

  lower(sql: string): string {
    return named(this.#lower, sql, 'l');
  }

  /** For the list of the SELECT that reads the table. */
  list(): readonly string[] {
    return [
      ...[...this.#plain].map(([sql, name]) => `${sql} AS ${name}`),
      ...[...this.#lower].map(([sql, name]) => `lower(${sql}) AS ${name}`),
    ];
  }
}

function named(columns: Map<string, string>, sql: string, prefix: string): string {
  const name = columns.get(sql) ?? `${prefix}${columns.size}`;
  columns.set(sql, name);
  return name;
}
