/** How often it is looked whether a lock is still held, in milliseconds. */
const LOOK_MS = 3000;

/**
 * Calls `released` once a lock is no longer held: a tab that dies says nothing, but its locks are freed.
 * @returns a function that ends the watch
 */
export function whenReleased(held: () => Promise<boolean>, released: () => void): () => void {
  const timer = setInterval(() => {
    void held().then((still) => {
      if (!still) released();
    });
  }, LOOK_MS);
  return () => clearInterval(timer);
}
