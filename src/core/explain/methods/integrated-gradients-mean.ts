import { pixelsOf } from '../../dataset/shape';
import { straightPath } from '../draws';
import { pathAttributions } from '../gradients';
import type { Method } from '../types';

/** Mean of images, pixel by pixel. @param images count x pixels, 0-255 */
function meanImage(images: Uint8Array, pixels: number): Float32Array {
  const sums = new Float64Array(pixels);
  for (let at = 0, pixel = 0; at < images.length; at += 1, pixel = pixel + 1 === pixels ? 0 : pixel + 1)
    sums[pixel]! += images[at]!;
  return Float32Array.from(sums, (sum) => (sum * pixels) / images.length);
}

export const method: Method = {
  version: 1,
  short: 'IG mean',
  signed: true,
  about:
    'the mean gradient on the straight path from the mean of the background’s images, by the midpoint rule, times the difference',
  source: 'M. Sundararajan and others, 2017',
  completeFrom: 'the mean image',
  samples: ({ steps }) => steps,
  async run(explained, conditions) {
    const mean = await explained.values(meanImage(conditions.background, pixelsOf(explained.size)));
    return pathAttributions(explained, conditions, mean, (image) => straightPath(image, mean, conditions.samples));
  },
};
