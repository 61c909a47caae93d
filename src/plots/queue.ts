/** Work that would hold up the page's thread, one piece a task: drawing or exporting a figure, an image grid, a table. */

/** Resolves in a later task, after input and painting had their turn. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

let last: Promise<unknown> = Promise.resolve();

/** Runs `work` after everything that was queued before it has ended, at the start of a task of its own. */
export function oneATask<T>(work: () => T | Promise<T>): Promise<T> {
  const result = last.then(nextTask).then(work);
  last = result.catch(() => undefined);
  return result;
}
