/** Networks fitted to a data set: as many logits as it has classes, and layers that its images are large enough for. */
import { sizeWords, type ImageSize } from '../dataset/shape';
import { fits } from './fit-check';
import { LAYERS } from './layers';
import type { LayerSpec, ModelSpec } from './types';

/** A logit for each class: ten, as most sets have; {@link forClasses} makes it as many as a set has. */
export const LOGITS = { type: 'dense', units: 10 } as const satisfies LayerSpec;

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
