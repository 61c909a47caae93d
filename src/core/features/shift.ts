/** Whole-pixel shifts with zeros coming in: shared by centring and by augmentation. */
import type { ImageSize } from '../dataset/shape';
import type { Pixels } from './augmentations/types';

/**
 * Writes an image moved by (down, right) pixels; what leaves is lost, what comes in is 0. Rows lie one after the other, so all
 * values move by the same way in memory; those that change their row by it are in the columns that become 0.
 * Moving by the opposite amounts is the transposed map.
 * @param at where the image begins, in both arrays
 */
export function shiftInto<P extends Pixels>(
  from: P,
  to: P,
  at: number,
  { height, width }: ImageSize,
  down: number,
  right: number,
): void {
  const end = at + height * width;
  if (Math.abs(down) >= height || Math.abs(right) >= width) {
    to.fill(0, at, end);
    return;
  }
  const way = down * width + right;
  if (way >= 0) to.set(from.subarray(at, end - way), at + way);
  else to.set(from.subarray(at - way, end), at);
  if (down > 0) to.fill(0, at, at + down * width);
  if (down < 0) to.fill(0, end + down * width, end);
  const [first, last] = right > 0 ? [0, right] : [width + right, width];
  for (let row = at; row < end; row += width) {
    for (let x = first; x < last; x += 1) to[row + x] = 0;
  }
}
