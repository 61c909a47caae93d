import { pixelsOf } from '../../../src/core/dataset/shape';
import { readByIds } from '../images';
import { dataOf } from '../inputs';
import type { Task } from '../types';
import {
  PICTURE_ARTIFACTS,
  type PicturesSpec,
  type PicturesSummary,
  type PicturesArrays,
  type PicturesInputs,
} from './types';

export const task: Task<PicturesSpec, PicturesSummary, never, PicturesInputs, PicturesArrays> = {
  async run({ ids }, context) {
    const data = dataOf(context);
    const images = await readByIds(context.images, data, Int32Array.from(ids));
    await context.turn();
    return {
      summary: { images: ids.length },
      artifacts: { [PICTURE_ARTIFACTS.images]: { data: images, shape: [ids.length, pixelsOf(data)] } },
    };
  },
};
