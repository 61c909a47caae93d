/** The jobs of all cell kinds, found by their folders. A cell's job.ts belongs to this floor though it lies beside its page. */
import type { CellJob } from '../../src/core/results/types';

type AnyJob = CellJob<unknown, never, unknown, unknown>;

const modules = import.meta.glob<{ readonly job: AnyJob }>('../../src/cells/*/job.ts', { eager: true });

export const jobs: ReadonlyMap<string, AnyJob> = new Map(
  Object.values(modules).map((module) => [module.job.kind, module.job]),
);
