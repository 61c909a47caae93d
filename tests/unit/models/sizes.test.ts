/** Networks of all families on images of any size, and what they cost there. */
import { beforeAll, describe, expect, it, test } from 'vitest';
import { type ImageSize } from '../../../src/core/dataset/shape';
import { untuned } from '../../../src/core/families';
import { FAMILIES } from '../../../src/core/families/all';
import { plainInput } from '../../../src/core/features/input';
import { rawLayout } from '../../../src/core/features/types';
import { multiplications } from '../../../src/core/models/expected';
import { requireFits } from '../../../src/core/models/fit-check';
import type { ModelSpec } from '../../../src/core/models/types';
import { forClasses, forSize } from '../../../src/core/models/fitted-to';
import { MODELS } from '../../support/networks';
import { canonicalJson } from '../../../src/core/results/canonical';
import { buildNetwork } from '../../../workers/engine/build';
import { predict } from '../../../workers/engine/predict';
import { use } from '../engine/backends';

const networks: readonly ModelSpec[] = [
  ...Object.values(FAMILIES)
    .map(untuned)
    .flatMap((candidate) => (candidate.type === 'network' ? [candidate.model] : [])),
];
const sizes: readonly ImageSize[] = [
  [8, 8],
  [8, 64],
  [9, 9],
  [10, 10],
  [17, 23],
  [28, 28],
  [32, 32],
  [64, 64],
].map(([height, width]) => ({ height: height!, width: width! }));

beforeAll(() => use('wasm'));

/** Multiplications by the shapes of the network that was built: each weight but biases once for each place it is used at. */
function counted({ model }: ReturnType<typeof buildNetwork>): number {
  return model.layers.reduce((sum, layer) => {
    const kernel = layer.weights.find(({ shape }) => shape.length > 1);
    if (!kernel) return sum;
    const shape = layer.outputShape as number[];
    const places = shape.length === 4 ? shape[1]! * shape[2]! : 1;
    return sum + places * kernel.shape.reduce<number>((product, side) => product * side!, 1);
  }, 0);
}

describe.each(sizes)('on images of $height x $width', (size) => {
  it.each(networks)('the network $name is built, predicts, and costs what its layers say', async (spec) => {
    const model = forSize(forClasses(spec, 3), size);
    const network = buildNetwork(model, 1, plainInput(size));
    try {
      const images = Uint8Array.from({ length: 2 * size.height * size.width }, (_, at) => (at * 37) % 256);
      const probabilities = await predict(network, images, () => Promise.resolve());
      expect(probabilities).toHaveLength(6);
      expect(probabilities.every((value) => value > 0 && value < 1)).toBe(true);
      expect(multiplications(model, size)).toBe(counted(network));
    } finally {
      network.dispose();
    }
  });

  it.each(networks)(
    'the network $name is left as it is where it fits, and says what was changed where it does not',
    (spec) => {
      const model = forSize(spec, size);
      const small = Math.min(size.height, size.width) < 10 && spec.layers.some(({ type }) => type === 'conv2d');
      if (small) {
        expect(() => requireFits(spec, rawLayout(size))).toThrow('cannot take images of');
        expect(model.adapted).toBe(
          `for images of ${size.height} x ${size.width}, convolutions are padded and keep the size`,
        );
        expect(model.name).toBe(spec.name);
        expect(model.layers.map(({ type }) => type)).toEqual(spec.layers.map(({ type }) => type));
        expect(forSize(model, size)).toBe(model);
      } else expect(model).toBe(spec);
      canonicalJson(model as never);
    },
  );
});

test('a crop of small images is taken as far as the padded network goes, and refused beyond', () => {
  const left = (side: number) => rawLayout({ height: side, width: side });
  const padded = forSize(MODELS['cnn-small'], { height: 8, width: 8 });
  expect(() => requireFits(padded, left(4))).not.toThrow();
  expect(() => requireFits(padded, left(3))).toThrow('only 1 x 1 are left where a window of 2 x 2 comes. Crop less');
});

test('a network for images is not made to take a list of values', () => {
  const layout = { kind: 'vector', size: 12, values: 'other' } as never;
  for (const side of [8, 28]) {
    const model = forSize(MODELS['cnn-small'], { height: side, width: side });
    expect(() => requireFits(model, layout)).toThrow('looks at images');
  }
});
