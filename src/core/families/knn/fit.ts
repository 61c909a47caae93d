/** Exact k nearest neighbours on bytes: it takes raw pixels, or a mask of them, and no other features. */
import { LookbookError } from '../../errors';
import { prepareValues, type ModelInput } from '../../features/input';
import { fitKnn, knnProbabilities, nearestNeighbours } from '../../models/knn';
import { arrayName, arrayOf, countOf, defineFit, inSlices, type Surroundings } from '../fitting';

/** Pairs of images compared between two turns: some 45 ms. */
const PAIRS_AT_ONCE = 200_000;

/** @throws LookbookError `params/invalid` for features that are not whole numbers of 0 to 255 */
function requireBytes({ layout }: ModelInput): void {
  if (layout.values === 'bytes') return;
  throw new LookbookError(
    'params/invalid',
    'The k nearest neighbours are found exactly, on pixels of 0 to 255: give them raw pixels, or features that leave ' +
      'pixels as they are (crop, mask, centre of mass).',
  );
}

async function bytesOf(images: Uint8Array, { input, turn }: Surroundings): Promise<Uint8Array> {
  return input.pipeline.steps.length === 0 ? images : Uint8Array.from(await prepareValues(input, images, turn));
}

export const fit = defineFit<{ readonly family: 'knn'; readonly k: number }>({
  raw: true,
  async fit({ k }, { images, labels }, around) {
    requireBytes(around.input);
    const count = labels.length;
    if (!Number.isInteger(k) || k < 1 || k > count) {
      throw new LookbookError(
        'params/invalid',
        `The number of neighbours must lie between 1 and the ${count} images fitted on, not ${k}.`,
      );
    }
    const vectors = await bytesOf(images, around);
    return {
      arrays: {
        [arrayName('vectors')]: { data: vectors, shape: [count, around.input.size] },
        [arrayName('labels')]: { data: labels, shape: [count] },
      },
      parameters: vectors.length,
      passes: 1,
    };
  },
  predictor({ k }, arrays, around) {
    const { input, classes, report } = around;
    const labels = arrayOf(arrays, 'labels', Uint8Array);
    const image = input.layout.kind === 'image' ? input.layout : undefined;
    const model = fitKnn(arrayOf(arrays, 'vectors', Uint8Array), labels, input.size, classes, image);
    const slice = Math.max(1, Math.floor(PAIRS_AT_ONCE / model.count));
    return async (images) => {
      const queries = await bytesOf(images, around);
      const count = countOf(images, input);
      return inSlices(count, slice, around, (from, to) => {
        report('Looking for neighbours', from, count, 'images');
        return knnProbabilities(model, nearestNeighbours(model, queries, k, from, to), k);
      });
    };
  },
});
