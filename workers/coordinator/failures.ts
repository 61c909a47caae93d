/** What is said when a task's worker was lost twice. */
import { LookbookError } from '../../src/core/errors';

export type LossCode = 'worker/crashed' | 'worker/silent' | 'backend/lost';

/** One loss of a worker with its task. */
export interface Loss {
  readonly code: LossCode;
  /** Technical: what the browser said. */
  readonly reason: string;
}

const HAPPENED: Readonly<Record<LossCode, string>> = {
  'worker/crashed': 'its worker stopped unexpectedly',
  'worker/silent': 'its worker stopped answering',
  'backend/lost': 'the GPU device was lost',
};

const ADVICE: Readonly<Record<LossCode, string>> = {
  'worker/crashed': 'Close other tabs to free memory, or take fewer workers (?workers=1), and run the cell again.',
  'worker/silent': 'Run the cell again; if that does not help, open the page with another backend (?backend=wasm).',
  'backend/lost': 'Run the cell again, or open the page with the WASM backend (?backend=wasm), which needs no GPU.',
};

/** The failure of a task that was started once more and lost its worker again. @param kind of the task */
export function lostTwice(kind: string, first: Loss, second: Loss): LookbookError {
  const [before, after] = [HAPPENED[first.code], HAPPENED[second.code]];
  const happened = before === after ? `twice ${before}` : `first ${before}, then ${after}`;
  return new LookbookError(
    second.code,
    `The task "${kind}" was started twice and did not end: ${happened}. ${ADVICE[second.code]} What was finished is kept.`,
    { cause: new Error(`${first.code}: ${first.reason}\n${second.code}: ${second.reason}`) },
  );
}
