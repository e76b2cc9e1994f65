/** Things by name, each with what was read of it. */
export async function each<T>(
  items: readonly T[] | undefined,
  nameOf: (item: T) => string | undefined,
  read: (name: string, item: T) => Promise<unknown>,
): Promise<Readonly<Record<string, unknown>>> {
  const all: Record<string, unknown> = {};
  for (const item of items ?? []) {
    const name = nameOf(item) ?? '';
    all[name] = await read(name, item);
  }
  return all;
}
