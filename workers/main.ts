/**
 * The one worker file of Lookbook. A worker's name says what it is: the coordinator or the gallery's reader, which the page
 * starts, or a task worker, which the coordinator starts from this same file. One file keeps one copy of the chunks that
 * all need.
 */
const role: Promise<unknown> =
  self.name === 'coordinator'
    ? import('./coordinator/expose')
    : self.name === 'gallery'
      ? import('./gallery/expose')
      : import('./tasks/expose');
role.catch((cause: unknown) => {
  // Seen by the other side as a crashed worker.
  setTimeout(() => {
    throw cause;
  });
});

export {};
