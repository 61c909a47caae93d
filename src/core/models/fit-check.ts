/** Whether a network can take an input, said before anything is built. */
import { LookbookError } from '../errors';
import type { Layout } from '../features/types';
import type { LayerSpec, ModelSpec } from './types';

/** Side after a window of `size` moves over `side` values; at most 0 if the window does not fit. */
const sideAfter = (side: number, size: number, stride: number, padding: 'valid' | 'same'): number =>
  padding === 'same' ? Math.ceil(side / stride) : Math.floor((side - size) / stride) + 1;

function windowOf(layer: LayerSpec): { size: number; stride: number; padding: 'valid' | 'same' } | undefined {
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
  let [height, width] = layout.kind === 'image' ? [layout.height, layout.width] : [0, 0];
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
    const { size, stride, padding } = window;
    const [tall, wide] = [sideAfter(height, size, stride, padding), sideAfter(width, size, stride, padding)];
    if (tall < 1 || wide < 1) {
      throw new LookbookError(
        'params/invalid',
        `The network "${spec.name}" cannot take images of ${layout.height} x ${layout.width} pixels: only ${height} x ` +
          `${width} are left where a window of ${size} x ${size} comes. Crop less, or choose a network of dense layers.`,
      );
    }
    [height, width] = [tall, wide];
  }
}
