/** Waits until all have ended, so that nothing is under way behind it, and throws what the first that failed did. */
export async function allEnded<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
