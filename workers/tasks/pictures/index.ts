import { placeOf } from '../../../src/core/dataset/ids';
import { PIXELS } from '../../../src/core/dataset/types';
import { readPart } from '../../../src/storage/datasets';
import { dataOf } from '../inputs';
import type { Task } from '../types';
import { PICTURE_ARTIFACTS, type PicturesSpec, type PicturesSummary } from './types';

export const task: Task<PicturesSpec, PicturesSummary> = {
  async run({ ids }, context) {
    const data = dataOf(context);
    const images = new Uint8Array(ids.length * PIXELS);
    for (const [at, id] of ids.entries()) {
      const { part, index } = placeOf(data, id);
      const held = await readPart(context.db, data.hash, part);
      images.set(held.images.subarray(index * PIXELS, (index + 1) * PIXELS), at * PIXELS);
    }
    await context.turn();
    return {
      summary: { images: ids.length },
      artifacts: { [PICTURE_ARTIFACTS.images]: { data: images, shape: [ids.length, PIXELS] } },
    };
  },
};
