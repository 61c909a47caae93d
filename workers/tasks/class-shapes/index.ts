import { pixelsOf } from '../../../src/core/dataset/shape';
import { classesOf } from '../../../src/core/dataset/types';
import { centroidDistances, classShapes } from '../../../src/core/map/classes';
import { dataOf } from '../inputs';
import type { Task } from '../types';
import {
  CLASS_ARTIFACTS,
  type ClassShapesSpec,
  type ClassShapesSummary,
  type ClassShapesArrays,
  type ClassShapesInputs,
} from './types';

export const task: Task<ClassShapesSpec, ClassShapesSummary, never, ClassShapesInputs, ClassShapesArrays> = {
  async run(_spec, context) {
    const data = dataOf(context);
    const labels = await context.images.labels(data.hash, 'train');
    const train = await context.images.split(data, 'train');
    await context.turn();
    const shapes = classShapes(train.images, train.labels, classesOf(data), pixelsOf(data));
    await context.turn();
    return {
      summary: { counts: shapes.counts, centroids: centroidDistances(shapes), spread: shapes.spread },
      artifacts: { [CLASS_ARTIFACTS.labels]: { data: labels.slice(), shape: [labels.length] } },
    };
  },
};
