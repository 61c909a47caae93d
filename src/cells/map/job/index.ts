/** The Map cell's job: neighbours, reconstruction and the two maps in tasks beside each other; then what they say together. */
import { OUTLIER_NEIGHBOURS } from '../../../core/map/outliers';
import { availableOf, shareOut, totalOf } from '../../../core/map/sample';
import type { CellJob } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { embed, sampleOf } from './embedded';
import { componentsOf, neighboursOf, reconstructionOf } from './judged';
import { resultOf, resultOfNothing } from './result';
import { JobProgress } from '../../common/progress';
import { facts, slots, type MapLive, type MapInputs, type MapParams, type MapSummary } from '../types';

export const job: CellJob<TaskMap, MapParams, MapSummary, MapLive, MapInputs> = {
  ...facts,
  inputs: slots,
  async run(context) {
    const { data } = context.inputs;
    const { judgedImages, referenceImages, mapImages, mapNeighbours } = context.params;
    const judged = shareOut(availableOf(data.summary), judgedImages);
    const references = Math.min(referenceImages, data.summary.splits.train.count);
    if (references < 2) {
      const held = references === 1 ? 'one image' : 'no image';
      return resultOfNothing(
        data,
        judged,
        `the training split holds ${held}: no image has a neighbour, and nothing varies`,
      );
    }
    // A training image is not its own neighbour.
    const k = Math.min(OUTLIER_NEIGHBOURS, references - 1);
    const sample = sampleOf(judged, mapImages);
    const mapped = totalOf(sample);
    const progress = new JobProgress<MapLive>((told) => context.report(told), {
      stage: 'Judging images',
      total: 2 * totalOf(judged) + mapped,
    });
    progress.tell();
    const notComputed: string[] = [];
    if (k < OUTLIER_NEIGHBOURS) {
      notComputed.push(
        `the training split holds ${references} images, so only the ${k} nearest of an image were looked at, not ten`,
      );
    }

    const components = await componentsOf(context, data);
    if (!components) {
      notComputed.push(
        'all training images are alike: there are no principal components, no reconstruction and no map',
      );
    }
    const enough = mapped > mapNeighbours;
    if (components && !enough) {
      notComputed.push(`a map of ${mapped} images cannot be made with ${mapNeighbours} neighbours: ask for fewer`);
    }
    // The longest single task is asked for first, so that no worker waits for it alone at the end.
    const [embedded, neighbours, reconstruction, shapes] = await Promise.all([
      components && enough ? embed(context, data, sample, components, progress) : undefined,
      neighboursOf(context, data, judged, references, k, progress),
      components && reconstructionOf(context, data, judged, components, progress),
      context.task('class-shapes', { params: {}, inputs: { data } }),
    ]);
    progress.finish('Comparing scores and classes');
    const { centroids, spread } = shapes.summary;
    return resultOf(context, data, {
      judged,
      references,
      neighbours: { ...neighbours, k },
      components,
      reconstruction,
      embedded,
      shapes: { centroids, spread },
      labels: (await context.read(shapes.artifacts.labels)).data as Uint8Array,
      notComputed,
    });
  },
};
