/** Takes the lines of a play, one after the other. */
export interface Log<T> {
  readonly lines: readonly T[];
  add(line: T): void;
}

/** A log that nobody reads later. @param before what it begins with */
export function memoryLog<T>(before: readonly T[] = []): Log<T> {
  const lines: T[] = [...before];
  return { lines, add: (line) => void lines.push(line) };
}
