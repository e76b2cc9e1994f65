/** What a column asks for, and the least it can be shown in. */
export interface WidthWish {
  readonly want: number;
  readonly least: number;
}

/** The room for a table, and the gap between two columns. */
export interface Room {
  readonly room: number;
  readonly gap: number;
}

/**
 * The widths of as many leading columns as fit in the room. Columns that ask for little get it; those that ask for
 * more share what is left evenly, so that one long column does not starve the others. The first always fits.
 */
export function shrinkWidths(wishes: readonly WidthWish[], { room, gap }: Room): readonly number[] {
  const fitting = wishes.slice(0, fittingColumns(wishes, { room, gap }));
  const space = room - gap * (fitting.length - 1);
  if (fitting.length <= 1) return fitting.map(({ want }) => Math.min(want, Math.max(space, 1)));
  const widths = fitting.map(({ least }) => least);
  let left = space - sum(widths);
  while (left > 0) {
    const open = fitting.flatMap(({ want }, index) => (want > (widths[index] ?? 0) ? [index] : []));
    if (open.length === 0) break;
    // The narrowest grow first; that evens the columns out.
    const narrowest = Math.min(...open.map((index) => widths[index] ?? 0));
    for (const index of open) {
      if (left === 0 || widths[index] !== narrowest) continue;
      widths[index] = narrowest + 1;
      left -= 1;
    }
  }
  return widths;
}

function fittingColumns(wishes: readonly WidthWish[], { room, gap }: Room): number {
  let used = 0;
  for (const [index, { least }] of wishes.entries()) {
    used += least + (index === 0 ? 0 : gap);
    if (used > room && index > 0) return index;
  }
  return wishes.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
