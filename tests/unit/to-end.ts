/** What work that comes in pieces ends with. */
export function toEnd<R>(pieces: Generator<unknown, R>): R {
  let step = pieces.next();
  while (!step.done) step = pieces.next();
  return step.value;
}
