/** Takes the lines of a play, one after the other. */
export interface Log<T> {
  readonly lines: readonly T[];
  add(line: T): void;
}

/** A log that nobody reads later. */
export function memoryLog<T>(): Log<T> {
  const lines: T[] = [];
  return { lines, add: (line) => void lines.push(line) };
}
