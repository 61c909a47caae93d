import { PIXELS } from '../../../src/core/dataset/types';
import { Projector } from '../../../src/core/map/projector';
import { readSplit } from '../../../src/storage/datasets';
import { readProjection } from '../fit-components/projection';
import { dataOf } from '../inputs';
import type { Task } from '../types';
import { RECONSTRUCT_ARTIFACTS, type ReconstructSpec, type ReconstructSummary } from './types';

/** Images between two step boundaries: some 30 ms of work. */
const STEP = 250;

export const task: Task<ReconstructSpec, ReconstructSummary> = {
  async run({ split, start, end }, context) {
    const { images } = await readSplit(context.db, dataOf(context), split, end);
    const projector = new Projector(await readProjection(context));
    const total = Math.floor(images.length / PIXELS) - start;
    const errors = new Float32Array(total);
    for (let done = 0; done < total; done += STEP) {
      context.report({ stage: 'Reconstructing images', done, total, unit: 'images' });
      await context.turn();
      const until = Math.min(total, done + STEP);
      for (let at = done; at < until; at += 1) errors[at] = projector.residual(images, start + at);
    }
    return {
      summary: { images: total },
      artifacts: { [RECONSTRUCT_ARTIFACTS.errors]: { data: errors, shape: [total] } },
    };
  },
};
