import type { Row } from '../model/row.ts';

/** A count in a row; 64-bit numbers beyond the safe range come as text and lose their last digits here. */
export function numberIn(row: Row | undefined, column: string): number {
  const value = row?.[column];
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : 0;
  return Number.isFinite(number) ? number : 0;
}

export function textIn(row: Row | undefined, column: string): string {
  const value = row?.[column];
  return typeof value === 'string' ? value : '';
}

/** The same, and null where the column is null. */
export function textOrNull(row: Row | undefined, column: string): string | null {
  const value = row?.[column];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Sums of `column` by the text that `key` gives; rows without one are left out. */
export function sumsBy(
  rows: readonly Row[],
  key: (row: Row) => string | null,
  value: (row: Row) => number,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const name = key(row);
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + value(row));
  }
  return sums;
}

export function total(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** The largest entry, or null of none. */
export function largest(
  sums: ReadonlyMap<string, number>,
): { readonly name: string; readonly value: number } | null {
  let best: { readonly name: string; readonly value: number } | null = null;
  for (const [name, value] of sums) if (best === null || value > best.value) best = { name, value };
  return best;
}

/** Rows by the text that `key` gives, in their order. */
export function groupedBy(
  rows: readonly Row[],
  key: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
