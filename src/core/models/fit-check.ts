/** Whether a network can take an input, said before anything is built. */
import { LookbookError } from '../errors';
import { sizeOf, sizeWords, type ImageSize } from '../dataset/shape';
import type { Layout } from '../features/types';
import type { LayerSpec, ModelSpec } from './types';

/** A square of so many values a side that moves over an image. */
interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: 'valid' | 'same';
}

/** Side after a window moves over `side` values; at most 0 if it does not fit. */
const sideAfter = (side: number, { size, stride, padding }: Window): number =>
  padding === 'same' ? Math.ceil(side / stride) : Math.floor((side - size) / stride) + 1;

/** What is left of an image after a window moved over it: a side of at most 0 if it does not fit. */
export const sizeAfter = ({ height, width }: ImageSize, window: Window): ImageSize => ({
  height: sideAfter(height, window),
  width: sideAfter(width, window),
});

export const isEmpty = ({ height, width }: ImageSize): boolean => height < 1 || width < 1;

/** The window of a layer that has one. */
export function windowOf(layer: LayerSpec): Window | undefined {
  switch (layer.type) {
    case 'conv2d':
    case 'depthwise-conv2d':
      return { size: layer.size, stride: layer.stride ?? 1, padding: layer.padding ?? 'valid' };
    case 'max-pool':
    case 'average-pool':
      return { size: layer.size, stride: layer.size, padding: 'valid' };
    default:
      return undefined;
  }
}

/**
 * @throws LookbookError `params/invalid` with a sentence if the network has layers for images and the input is a vector,
 *   or if its windows are larger than what is left of the image
 */
export function requireFits(spec: ModelSpec, layout: Layout): void {
  let left: ImageSize = layout.kind === 'image' ? sizeOf(layout) : { height: 0, width: 0 };
  for (const layer of spec.layers) {
    const window = windowOf(layer);
    if (!window) continue;
    if (layout.kind === 'vector') {
      throw new LookbookError(
        'params/invalid',
        `The network "${spec.name}" looks at images, but these features are a list of ${layout.size} values. Choose a ` +
          'network of dense layers, or features that leave an image (a mask with zeros instead of a vector).',
      );
    }
    const after = sizeAfter(left, window);
    if (isEmpty(after)) {
      throw new LookbookError(
        'params/invalid',
        `The network "${spec.name}" cannot take images of ${sizeWords(layout)} pixels: only ` +
          `${sizeWords(left)} are left where a window of ${window.size} x ${window.size} comes. Crop less, or choose a network of dense layers.`,
      );
    }
    left = after;
  }
}
