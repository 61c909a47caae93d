import { Projector } from '../../../src/core/map/projector';
import { coarseImages } from '../../../src/core/profile/coarse';
import { dataOf } from '../inputs';
import { readProjection } from '../projection';
import type { Task } from '../types';
import {
  RECONSTRUCT_ARTIFACTS,
  type ReconstructSpec,
  type ReconstructSummary,
  type ReconstructArrays,
  type ReconstructInputs,
} from './types';

/** Images between two step boundaries: some 30 ms of work. */
const STEP = 250;

export const task: Task<ReconstructSpec, ReconstructSummary, never, ReconstructInputs, ReconstructArrays> = {
  async run({ split, start, end, components }, context) {
    const batch = await context.images.split(dataOf(context), split, end, start);
    const images = coarseImages(batch.images, batch);
    const projector = new Projector(await readProjection(context, components));
    const total = batch.labels.length;
    const errors = new Float32Array(total);
    for (let done = 0; done < total; done += STEP) {
      context.report({ stage: 'Reconstructing images', done, total, unit: 'images' });
      await context.turn();
      const until = Math.min(total, done + STEP);
      for (let at = done; at < until; at += 1) errors[at] = projector.residual(images, at);
    }
    return {
      summary: { images: total },
      artifacts: { [RECONSTRUCT_ARTIFACTS.errors]: { data: errors, shape: [total] } },
    };
  },
};
