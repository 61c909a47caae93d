/** The models that come with Lookbook. */
import { sizeWords, type ImageSize } from '../dataset/shape';
import type { Layout } from '../features/types';
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

type Convolution = Extract<LayerSpec, { type: 'conv2d' | 'depthwise-conv2d' }>;
const isConvolution = (layer: LayerSpec): layer is Convolution =>
  layer.type === 'conv2d' || layer.type === 'depthwise-conv2d';

/** The layers without those whose window does not fit into what the layers before leave of the image. */
function fittingLayers(layers: readonly LayerSpec[], size: ImageSize): readonly LayerSpec[] {
  let left = size;
  return layers.filter((layer) => {
    const window = windowOf(layer);
    if (!window) return true;
    const after = sizeAfter(left, window);
    if (isEmpty(after)) return false;
    left = after;
    return true;
  });
}

/**
 * The same network if the image is large enough for it. For a smaller one its convolutions are padded, so that they keep the
 * size, and poolings that even then find too little are left out; `adapted` says so. The networks above need 10 x 10 pixels
 * as they are, 4 x 4 for both poolings. A list of values has no size: what looks at images is left to `requireFits`.
 */
export function forInput(model: ModelSpec, layout: Layout): ModelSpec {
  if (layout.kind === 'vector' || fittingLayers(model.layers, layout).length === model.layers.length) return model;
  const padded = model.layers.map((layer) => (isConvolution(layer) ? { ...layer, padding: 'same' as const } : layer));
  const layers = fittingLayers(padded, layout);
  const dropped = padded.length - layers.length;
  const changes = [
    ...(padded.some(isConvolution) ? ['convolutions are padded and keep the size'] : []),
    ...(dropped > 0 ? [dropped === 1 ? 'one pooling is left out' : `${dropped} poolings are left out`] : []),
  ];
  return { ...model, layers, adapted: `for images of ${sizeWords(layout)}: ${changes.join(', ')}` };
}
