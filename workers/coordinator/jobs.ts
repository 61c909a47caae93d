/** The jobs of all cell kinds, found by their folders and loaded when first run. A cell's job/ belongs to this floor though it lies beside its page. */
import type { AnyJob } from './coordinator';

const modules = import.meta.glob<{ readonly job: AnyJob }>('../../src/cells/*/job/index.ts');

/** @returns undefined if no folder has this name */
export async function loadJob(kind: string): Promise<AnyJob | undefined> {
  return (await modules[`../../src/cells/${kind}/job/index.ts`]?.())?.job;
}
