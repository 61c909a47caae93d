/** The models that come with Lookbook. */
import { sizeWords, type ImageSize } from '../dataset/shape';
import { fits } from './fit-check';
import { LAYERS } from './layers';
import type { LayerSpec, ModelSpec } from './types';

/** A logit for each class: ten, as most sets have; {@link forClasses} makes it as many as a set has. */
export const LOGITS = { type: 'dense', units: 10 } as const satisfies LayerSpec;
const logits = LOGITS;

export const MODELS = {
  softmax: { name: 'softmax', layers: [{ type: 'flatten' }, logits] },
  mlp: { name: 'mlp', layers: [{ type: 'flatten' }, { type: 'dense', units: 256, activation: 'relu' }, logits] },
  'cnn-small': {
    name: 'cnn-small',
    layers: [
      { type: 'conv2d', filters: 8, size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'conv2d', filters: 16, size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 64, activation: 'relu' },
      logits,
    ],
  },
  /** The network on which engines are compared: see docs. */
  'cnn-reference': {
    name: 'cnn-reference',
    layers: [
      { type: 'conv2d', filters: 32, size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'conv2d', filters: 64, size: 3, activation: 'relu' },
      { type: 'max-pool', size: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 128, activation: 'relu' },
      logits,
    ],
  },
} as const satisfies Record<string, ModelSpec>;

export type ModelName = keyof typeof MODELS;

/** The same network with a logit for each of so many classes: its last layer is a dense one. */
export function forClasses(model: ModelSpec, classes: number): ModelSpec {
  const last = model.layers.at(-1);
  if (last?.type !== LOGITS.type || last.units === classes) return model;
  return { ...model, layers: [...model.layers.slice(0, -1), { ...last, units: classes }] };
}

/**
 * The same network, or for a set of images that are too small for it one whose convolutions are padded, so that they keep the
 * size: `adapted` says so. The networks here need 10 x 10 pixels as they are, and 4 x 4 then. What a crop leaves is not
 * looked at: who crops can crop less, and `requireFits` says that.
 */
export function forSize(model: ModelSpec, size: ImageSize): ModelSpec {
  if (fits(model, size)) return model;
  const layers = model.layers.map((layer) => ({ ...layer, ...LAYERS[layer.type]?.keepsSize }) as LayerSpec);
  return { ...model, layers, adapted: `for images of ${sizeWords(size)}, convolutions are padded and keep the size` };
}
