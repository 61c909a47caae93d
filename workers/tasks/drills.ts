/** Failures on purpose in a task worker. Loaded when the first is asked for. */
import { LookbookError } from '../../src/core/errors';
import type { Fault } from '../../src/core/options';

export interface Drilled {
  /** Makes the worker vanish without a word. */
  vanish(): void;
  fallSilent(): void;
}

/** @throws LookbookError `backend/lost` if that is the drill */
export async function fire(fault: Fault, { vanish, fallSilent }: Drilled): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (fault.type === 'kill-worker') {
    vanish();
    await new Promise(() => undefined);
  } else if (fault.type === 'silence-worker') {
    fallSilent();
    await new Promise(() => undefined);
  } else if (fault.type === 'lose-device') {
    throw new LookbookError('backend/lost', undefined, { cause: new Error('drill') });
  } else if (fault.type === 'slow') {
    await new Promise((resolve) => setTimeout(resolve, fault.ms));
  }
}
