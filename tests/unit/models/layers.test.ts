/** Every layer keeps the contract of layers; descriptions from files are checked; and networks start as they always did. */
import { beforeAll, describe, expect, it } from 'vitest';
import { plainInput } from '../../../src/core/features/input';
import { rawLayout } from '../../../src/core/features/types';
import { multiplications } from '../../../src/core/models/expected';
import { requireFits } from '../../../src/core/models/fit-check';
import { LAYERS, passThrough, readLayer, type LayerSpec } from '../../../src/core/models/layers';
import type { Shape } from '../../../src/core/models/layers/types';
import type { ModelSpec } from '../../../src/core/models/types';
import { forSize } from '../../../src/core/models/fitted-to';
import { MODELS } from '../../support/networks';
import type { Param } from '../../../src/core/params';
import { refOf } from '../../../src/core/results/arrays';
import { buildNetwork } from '../../../workers/engine/build';
import * as tf from '../../../workers/engine/tf';
import { numbers, use } from '../engine/backends';

/** Hashes of the weights that seed 5 gave at 56c35bd: of every layer, of the small CNN, of the perceptron. */
const WEIGHTS = ['b50494f00d9403f7', '72abb9587de9db78', '1a809a2b85eabb56'];

const SIZE = { height: 9, width: 7 };
const IMAGE: Shape = { kind: 'image', ...SIZE, channels: 1 };

/** The layer as its defaults have it, with what it needs before it. */
function networkOf(type: string): ModelSpec {
  const { required, takes } = LAYERS[type]!;
  const settings = Object.fromEntries(Object.entries(required).map(([name, param]) => [name, param.default]));
  const layer = { type, ...settings } as unknown as LayerSpec;
  return { name: `of ${type}`, layers: takes === 'vector' ? [{ type: 'flatten' }, layer] : [layer] };
}

const lastOf = (spec: ModelSpec) => [...passThrough(spec, IMAGE)].at(-1)!;
const outside = (param: Param): unknown => (param.type === 'number' ? param.max + 1 : 'no such value');

beforeAll(() => use('cpu'));

describe.each(Object.keys(LAYERS))('the layer %s', (type) => {
  const definition = LAYERS[type]!;
  const spec = networkOf(type);

  it('says what it is and does, and where it comes from', () => {
    expect(definition.type).toBe(type);
    for (const text of [definition.label, definition.about, definition.source]) expect(text).not.toBe('');
  });

  it('is built with the shape and the multiplications that it says, and gives numbers', async () => {
    const network = buildNetwork(spec, 3, plainInput(SIZE));
    try {
      const { output } = lastOf(spec);
      const built = network.model.outputShape as number[];
      const said = output as Shape;
      expect(said.kind === 'image' ? [said.height, said.width, said.channels] : [said.size]).toEqual(built.slice(1));
      const kernels = network.model.layers.flatMap(({ weights }) => weights).filter(({ shape }) => shape.length > 1);
      const places = said.kind === 'image' ? said.height * said.width : 1;
      const counted = kernels.reduce((sum, { shape }) => sum + places * shape.reduce<number>((a, b) => a * b!, 1), 0);
      expect(multiplications(spec, SIZE)).toBe(counted);
      const values = tf.randomUniform([2, SIZE.height, SIZE.width, 1], -1, 1, 'float32', 4);
      const got = await numbers(network.logits(values, { training: true, step: 1 }));
      values.dispose();
      expect(got).toHaveLength(2 * built.slice(1).reduce((a, b) => a * b, 1));
      expect(got.every(Number.isFinite)).toBe(true);
    } finally {
      network.dispose();
    }
  });

  it('is refused with a sentence where a setting is missing, out of its bounds or unknown', () => {
    const layer = spec.layers.at(-1)! as unknown as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(definition.required)) {
      const { [name]: _, ...rest } = layer;
      expect(() => readLayer(rest, 'Here')).toThrow(`Here: a layer "${type}" must say "${name}".`);
    }
    for (const [name, param] of Object.entries({ ...definition.required, ...definition.optional })) {
      expect(() => readLayer({ ...layer, [name]: outside(param) }, 'Here')).toThrow(`Here: "${param.label}" is `);
    }
    expect(() => readLayer({ ...layer, colour: 1 }, 'Here')).toThrow('there is no parameter "colour"');
    expect(() => readLayer(layer, 'Here')).not.toThrow();
  });
});

it.each(Object.keys(LAYERS).filter((type) => LAYERS[type]!.keepsSize))(
  'the layer %s, changed as it says, keeps the size of the smallest image',
  (type) => {
    const { layers, ...spec } = networkOf(type);
    const adapted = layers.map((layer) => ({ ...layer, ...LAYERS[type]!.keepsSize }) as LayerSpec);
    const pixel: Shape = { ...IMAGE, height: 1, width: 1 };
    expect([...passThrough({ ...spec, layers: adapted }, pixel)].at(-1)!.output).toMatchObject({ height: 1, width: 1 });
  },
);

describe('a description of a network', () => {
  const refusal = (...layers: readonly object[]) => {
    const spec = { name: 'odd', layers } as unknown as ModelSpec;
    return () => requireFits(spec, rawLayout(SIZE));
  };

  it('with a layer that nobody knows is refused by naming it and those that are known', () => {
    expect(refusal({ type: 'flatten' }, { type: 'maxout' })).toThrow(
      /^Layer 2 of the network "odd": there is no layer "maxout"; known are .*conv2d.*relu/,
    );
    expect(refusal({ type: 'toString' })).toThrow('there is no layer "toString"');
    expect(refusal({ units: 3 })).toThrow('a layer must name its type');
    expect(() => forSize({ name: 'odd', layers: [{ type: 'maxout' } as never] }, SIZE)).toThrow('no layer "maxout"');
  });

  it('whose layers do not follow one another is refused by naming the layer', () => {
    expect(refusal({ type: 'flatten' }, { type: 'max-pool', size: 2 })).toThrow(
      'the layer "max-pool" looks at images, and a layer before it made a list of values',
    );
    expect(refusal({ type: 'dense', units: 3 })).toThrow('the layer "dense" takes a list of values, and gets an image');
  });
});

it('networks start from the very weights that they started from before layers had files', async () => {
  const everyLayer: ModelSpec = {
    name: 'every-layer',
    layers: [
      { type: 'conv2d', filters: 4, size: 3, stride: 2, padding: 'same' },
      { type: 'batch-norm' },
      { type: 'relu' },
      { type: 'depthwise-conv2d', size: 3, padding: 'same', activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'conv2d', filters: 6, size: 3, activation: 'relu' },
      { type: 'average-pool', size: 2 },
      { type: 'flatten' },
      { type: 'dropout', rate: 0.25 },
      { type: 'dense', units: 10 },
    ],
  };
  const hashes = [everyLayer, MODELS['cnn-small'], MODELS.mlp].map(async (spec) => {
    const network = buildNetwork(spec, 5, plainInput({ height: 28, width: 28 }));
    const data = await network.readWeights();
    network.dispose();
    return refOf({ data, shape: [data.length] }).hash.slice(0, 16);
  });
  expect(await Promise.all(hashes)).toEqual(WEIGHTS);
});
