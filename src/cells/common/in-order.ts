/** Work that runs side by side, taken in the order in which it was asked for. */

/**
 * Visits what the promises come to, one after the other in their order, as early as that allows: so that what is written
 * down on the way does not depend on which ended first.
 * @throws the first failure in that order; the other promises' failures are not left unhandled
 */
export async function inOrder<T>(promises: readonly Promise<T>[], visit: (value: T) => Promise<void>): Promise<T[]> {
  const all = Promise.all(promises);
  all.catch(() => undefined);
  for (const promise of promises) await visit(await promise);
  return all;
}
