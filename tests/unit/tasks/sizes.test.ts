/** The tasks that train, explain, audit and watch, on images of every size that is read. */
import { beforeAll, describe, expect, it } from 'vitest';
import { runEvent } from '../../../src/cells/common/run';
import { firstImages } from '../../../src/core/dataset/batch';
import { pixelsOf, type ImageSize } from '../../../src/core/dataset/shape';
import { SPLIT_VERSION, type DatasetSummary, type ImageBatch, type SplitName } from '../../../src/core/dataset/types';
import { METHODS } from '../../../src/core/explain/method-names';
import { family as cnn } from '../../../src/core/families/cnn';
import { MODELS } from '../../support/networks';
import type { StoredResult } from '../../../src/core/results/types';
import { randomSource } from '../../../src/core/seed';
import { task as attribute } from '../../../workers/tasks/attribute';
import type { AttributeSpec } from '../../../workers/tasks/attribute/types';
import { task as deleteAtRandom } from '../../../workers/tasks/delete-at-random';
import { task as driftExamples } from '../../../workers/tasks/drift-examples';
import { task as examine } from '../../../workers/tasks/examine';
import { task as fitFeatures } from '../../../workers/tasks/fit-features';
import { task as labelIssues } from '../../../workers/tasks/label-issues';
import { foldInput } from '../../../workers/tasks/label-issues/types';
import { task as rankPixels } from '../../../workers/tasks/rank-pixels';
import { task as score } from '../../../workers/tasks/score';
import { shapeOf } from '../../../workers/tasks/shape';
import { task as train } from '../../../workers/tasks/train';
import type { TrainSpec, TrainSummary } from '../../../workers/tasks/train/types';
import { arrayOf, runTask, stored } from './harness';
import { serveImages } from '../images';

const CLASSES = ['top', 'middle', 'bottom'];
const COUNTS: Readonly<Record<SplitName, number>> = {
  train: 240,
  validation: 60,
  calibration: 30,
  stream: 60,
  test: 30,
};
/** Places of the training split whose labels are wrong. */
const WRONG = [11, 50, 100];

/** Images of noise with a bright third, whose place is the class. */
function thirds(size: ImageSize, split: SplitName): ImageBatch {
  const { height, width } = size;
  const random = randomSource(split.length * 31 + split.charCodeAt(0));
  const pixels = pixelsOf(size);
  const count = COUNTS[split];
  const images = Uint8Array.from({ length: count * pixels }, () => Math.floor(60 * random()));
  const labels = Uint8Array.from({ length: count }, (_, at) => at % 3);
  labels.forEach((label, at) =>
    images.fill(
      220,
      at * pixels + Math.floor((label * height) / 3) * width,
      at * pixels + Math.floor(((label + 1) * height) / 3) * width,
    ),
  );
  const first = { train: 0, validation: 240, calibration: 300, stream: 330, test: 0 }[split];
  if (split === 'train') for (const place of WRONG) labels[place] = (labels[place]! + 1) % 3;
  return { images, labels, indices: Uint32Array.from({ length: count }, (_, at) => first + at), height, width };
}

serveImages({
  split: (size, split, limit = Number.POSITIVE_INFINITY) =>
    Promise.resolve(firstImages(thirds(size, split), Math.min(limit, COUNTS[split]))),
});

const dataOf = (size: ImageSize): StoredResult<DatasetSummary> =>
  stored({
    summary: {
      hash: `${size.height} ${size.width}`,
      name: 'thirds',
      splitVersion: SPLIT_VERSION,
      splitSeed: 1,
      counts: { train: 390, test: 30 },
      classes: CLASSES,
      ...size,
    } as unknown as DatasetSummary,
  });

const training: TrainSpec = {
  model: MODELS['cnn-small'],
  trainImages: 200_000,
  epochs: 6,
  batchSize: 16,
  learningRate: 0.005,
};

describe.each([
  { height: 8, width: 8 },
  { height: 17, width: 23 },
  { height: 28, width: 28 },
  { height: 32, width: 32 },
])('images of $height x $width', (size) => {
  const pixels = pixelsOf(size);
  const data = dataOf(size);
  const validation = thirds(size, 'validation');
  let model: StoredResult<TrainSummary>;
  beforeAll(async () => {
    model = await runTask(train, training, { data });
  }, 60_000);

  it('are learned by a network that says what was changed of it, on as many images as there are', () => {
    const { card, validation: scored, trainImages } = model.summary;
    expect(trainImages).toBe(COUNTS.train);
    expect(scored.accuracy).toBeGreaterThan(0.95);
    const adapted = 'for images of 8 x 8, convolutions are padded and keep the size';
    expect(card.type === 'network' && card.network.adapted).toBe(size.height === 8 ? adapted : undefined);
    const about = { cellId: 'a', environment: { numericMode: 'wasm/strict' } } as never;
    const run = { cellKind: 'explain', name: 'a', family: 'small CNN', params: { epochs: 6 }, seed: 1 };
    const { params } = runEvent(about, model, data, run);
    expect(params).toEqual(size.height === 8 ? { epochs: 6, adapted } : { epochs: 6 });
  });

  it('are attributed by every method to the third that makes the class', async () => {
    const spec: Omit<AttributeSpec, 'method'> = {
      version: 1,
      perClass: 2,
      averagedPerClass: 4,
      samples: 100,
      background: 60,
      deletionSteps: 28,
    };
    for (const method of METHODS) {
      const found = await runTask(attribute, { ...spec, method }, { data, model });
      const { images, deletion, classes } = found.summary;
      expect(found.artifacts['attributions']!.shape).toEqual([6, pixels]);
      expect(found.artifacts['images']!.shape).toEqual([6, pixels]);
      expect(found.artifacts['classAverages']!.shape).toEqual([3, pixels]);
      const shown = await arrayOf(found, 'images');
      images.forEach(({ index }, at) => {
        const place = index - 240;
        expect(shown.slice(at * pixels, (at + 1) * pixels)).toEqual(
          validation.images.slice(place * pixels, (place + 1) * pixels),
        );
      });
      expect(deletion.deleted).toHaveLength(29);
      expect(deletion.deleted.at(-1)).toBe(1);
      if (method === 'expected-gradients' || method === 'lime') {
        // The middle third is seen whole by every window.
        const { thirds: shares } = classes[1]!;
        expect(shares.indexOf(Math.max(...shares)), method).toBe(1);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      }
    }
  }, 120_000);

  it('lose their class more slowly where pixels are blacked out at random', async () => {
    const spec = { perClass: 2, orders: 3, deletionSteps: 28 };
    const { deletion } = (await runTask(deleteAtRandom, spec, { data, model })).summary;
    expect(deletion.deleted).toHaveLength(29);
    expect(deletion.areas).toHaveLength(6);
    const given = { method: 'integrated-gradients', version: 1, samples: 16, averagedPerClass: 0 } as const;
    const attributed = await runTask(attribute, { ...spec, ...given, background: 60 }, { data, model });
    const mean = (areas: readonly number[]): number => areas.reduce((sum, area) => sum + area, 0) / areas.length;
    expect(mean(deletion.areas)).toBeGreaterThan(mean(attributed.summary.deletion.areas));
  }, 60_000);

  it('have their pixels ranked by variance, as by definition, and by attribution', async () => {
    const spec = { percent: 25, images: 100 };
    const found = await runTask(rankPixels, { ...spec, by: 'variance' }, { data });
    const importance = await arrayOf(found, 'importance');
    expect(importance).toHaveLength(pixels);
    const { images } = thirds(size, 'train');
    for (const pixel of [0, pixels >> 1, pixels - 1]) {
      const values = Array.from({ length: 100 }, (_, at) => images[at * pixels + pixel]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / 100;
      expect(importance[pixel]).toBeCloseTo(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 100, 6);
    }
    expect(found.summary.kept).toHaveLength(Math.round(pixels / 4));
    const by = { by: 'attribution', method: 'expected-gradients', version: 1, samples: 8, background: 50 } as const;
    const attributed = await runTask(rankPixels, { ...spec, ...by }, { data, model });
    expect(attributed.summary.kept).toHaveLength(Math.round(pixels / 4));
    expect(attributed.summary.kept.at(-1)).toBeLessThan(pixels);
    expect(attributed.artifacts['importance']!.shape).toEqual([pixels]);
  }, 60_000);

  it('are kept, as they are, where a network mistakes them and where a label is doubted', async () => {
    const weak = await runTask(train, { ...training, trainImages: 30, epochs: 1, learningRate: 1e-5 }, { data });
    const scored = async (split: SplitName) => runTask(score, { split }, { data, model: weak });
    const examined = await runTask(
      examine,
      { mistakes: 5 },
      { data, calibration: await scored('calibration'), scored: await scored('validation') },
    );
    const { mistakes } = examined.summary;
    expect(mistakes).toHaveLength(5);
    expect(examined.artifacts['mistakeImages']!.shape).toEqual([5, size.height, size.width]);
    const shown = await arrayOf(examined, 'mistakeImages');
    mistakes.forEach(({ index }, at) => {
      const place = index - 240;
      expect(shown.slice(at * pixels, (at + 1) * pixels)).toEqual(
        validation.images.slice(place * pixels, (place + 1) * pixels),
      );
    });

    const fold = { folds: 2, seed: 5 };
    const folds = [0, 1].map(async (at) => [
      foldInput(at),
      await runTask(train, { ...training, model: MODELS.mlp, selection: { fold: { ...fold, fold: at } } }, { data }),
    ]);
    const doubted = await runTask(
      labelIssues,
      { trainImages: 240, fold, method: 'both', kept: 3 },
      { data, ...Object.fromEntries(await Promise.all(folds)) },
    );
    const ids = await arrayOf(doubted, 'issueIds');
    expect([...ids]).toEqual(expect.arrayContaining(WRONG));
    expect(doubted.artifacts['issueImages']!.shape).toEqual([3, size.height, size.width]);
    const { images } = thirds(size, 'train');
    const kept = await arrayOf(doubted, 'issueImages');
    for (let row = 0; row < 3; row += 1) {
      expect(kept.slice(row * pixels, (row + 1) * pixels)).toEqual(
        images.slice(ids[row]! * pixels, (ids[row]! + 1) * pixels),
      );
    }
  }, 120_000);

  it('drift, and are shown before and after', async () => {
    const scenario = { type: 'shift', severity: 0.25, fromBatch: 1 } as const;
    const found = await runTask(driftExamples, { batch: 1, batches: 2, scenario, streamSeed: 3 }, { data });
    expect(found.summary.labels).toEqual([0, 1, 2]);
    const [before, after] = [await arrayOf(found, 'before'), await arrayOf(found, 'after')];
    expect(found.artifacts['before']!.shape).toEqual([3, pixels]);
    // Two pixels down and to the right, black behind.
    const moved = Uint8Array.from({ length: 3 * pixels }, (_, at) => {
      const pixel = at % pixels;
      const inside = Math.floor(pixel / size.width) >= 2 && pixel % size.width >= 2;
      return inside ? before[at - 2 * size.width - 2]! : 0;
    });
    expect(after).toEqual(moved);
  });
});

it('every network trains on 8 x 8, also on what a crop leaves of it, and is read again from its card', async () => {
  const data = dataOf({ height: 8, width: 8 });
  const window = { top: 2, left: 2, height: 4, width: 4 };
  const steps = [{ kind: 'crop', params: window }, { kind: 'scale' }];
  const crop = await runTask(fitFeatures, { steps, trainImages: 200 }, { data });
  for (const model of [...Object.values(MODELS), cnn.build(cnn.defaults).model]) {
    for (const given of [{ data }, { data, features: crop }]) {
      const trained = await runTask(train, { ...training, model, epochs: 1 }, given);
      const scored = await runTask(score, { split: 'validation' }, { ...given, model: trained });
      expect(await arrayOf(scored, 'probabilities')).toEqual(await arrayOf(trained, 'validationProbabilities'));
    }
  }
}, 60_000);

it('tasks on images of another size, or of another number of classes, do not share a worker’s memory on a GPU', () => {
  const shape = (size: ImageSize, classes: readonly string[]) => {
    const data = dataOf(size);
    return shapeOf({ params: training as never, inputs: { data: { ...data, summary: { ...data.summary, classes } } } });
  };
  const shapes = [
    shape({ height: 8, width: 16 }, CLASSES),
    shape({ height: 16, width: 8 }, CLASSES),
    shape({ height: 8, width: 8 }, CLASSES),
    shape({ height: 8, width: 8 }, ['a', 'b']),
  ];
  expect(new Set(shapes).size).toBe(4);
  expect(shape({ height: 8, width: 8 }, CLASSES)).toBe(shapes[2]);
});
