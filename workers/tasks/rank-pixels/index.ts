import { pixelsOf } from '../../../src/core/dataset/shape';
import type { ImageBatch } from '../../../src/core/dataset/types';
import { RANK_ARTIFACTS } from '../../../src/core/explain/methods';
import { keptCount, meanMagnitude, pixelVariances, topPixels } from '../../../src/core/explain/pixel-selection';
import { predictedClasses } from '../../../src/core/stats/classification';
import { assertBackendAlive } from '../../engine/backend';
import { predict } from '../../engine/predict';
import { expectedGradients } from '../attribute/methods';
import { openNetwork } from '../model';
import { dataOf } from '../inputs';
import type { Task, TaskContext } from '../types';
import type { RankPixelsSpec, RankPixelsSummary } from './types';
import { firstImages } from '../../../src/core/dataset/batch';

async function byAttribution(
  batch: ImageBatch,
  background: Uint8Array,
  samples: number,
  context: TaskContext,
): Promise<Float64Array> {
  const { images: raw, labels } = batch;
  const network = await openNetwork(context);
  const total = labels.length;
  const turn = async (done: number): Promise<void> => {
    assertBackendAlive();
    context.report({ stage: 'Ranking pixels', done, total, unit: 'images' });
    await context.turn();
  };
  try {
    const targets = predictedClasses(await predict(network, raw, () => turn(0)), network.classes);
    const { pixels } = await expectedGradients(
      { network, raw, targets },
      { samples, background, seed: context.seed, turn },
    );
    return meanMagnitude(pixels, total, pixelsOf(batch));
  } finally {
    network.dispose();
  }
}

export const task: Task<RankPixelsSpec, RankPixelsSummary> = {
  async run(spec, context) {
    const data = dataOf(context);
    const pixels = pixelsOf(data);
    // Asked for first, so that a share that keeps nothing or all costs no work.
    keptCount(spec.percent, pixels);
    const train = await context.images.split(data, 'train', Math.max(spec.images, spec.background));
    const images = Math.min(spec.images, train.labels.length);
    const batch = firstImages(train, images);
    await context.turn();
    const importance =
      spec.by === 'variance'
        ? pixelVariances(batch.images, images, pixels)
        : await byAttribution(batch, firstImages(train, spec.background).images, spec.samples, context);
    const kept = topPixels(importance, spec.percent);
    const total = importance.reduce((sum, value) => sum + value, 0);
    return {
      summary: { spec, kept, share: kept.reduce((sum, pixel) => sum + importance[pixel]!, 0) / total },
      artifacts: { [RANK_ARTIFACTS.importance]: { data: importance, shape: [pixels] } },
    };
  },
};
