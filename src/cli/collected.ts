/** Gathers an option that may be given again. */
export function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
