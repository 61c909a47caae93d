/** The models that come with Lookbook. */
import { sizeWords, type ImageSize } from '../dataset/shape';
import { isEmpty, sizeAfter, windowOf } from './fit-check';
import type { LayerSpec, ModelSpec } from './types';

/** A logit for each class: ten, as most sets have; {@link forClasses} makes it as many as a set has. */
export const LOGITS: LayerSpec = { type: 'dense', units: 10 };
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
  if (last?.type !== 'dense' || last.units === classes) return model;
  return { ...model, layers: [...model.layers.slice(0, -1), { ...last, units: classes }] };
}

/** Whether every window finds enough of an image. */
function fits({ layers }: ModelSpec, size: ImageSize): boolean {
  let left = size;
  for (const layer of layers) {
    const window = windowOf(layer);
    if (window) left = sizeAfter(left, window);
  }
  return !isEmpty(left);
}

/**
 * The same network, or for a set of images that are too small for it one whose convolutions are padded, so that they keep the
 * size: `adapted` says so. The networks here need 10 x 10 pixels as they are, and 4 x 4 then. What a crop leaves is not
 * looked at: who crops can crop less, and `requireFits` says that.
 */
export function forSize(model: ModelSpec, size: ImageSize): ModelSpec {
  if (fits(model, size)) return model;
  const layers = model.layers.map((layer) =>
    layer.type === 'conv2d' || layer.type === 'depthwise-conv2d' ? { ...layer, padding: 'same' as const } : layer,
  );
  return { ...model, layers, adapted: `for images of ${sizeWords(size)}, convolutions are padded and keep the size` };
}
