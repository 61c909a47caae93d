/** Sizes of images at which what depends on them is tested: the least, one that is not square, the usual, larger ones. */
import type { ImageSize } from '../../src/core/dataset/shape';

export const SIZES: readonly ImageSize[] = [
  { height: 8, width: 8 },
  { height: 17, width: 23 },
  { height: 28, width: 28 },
  { height: 32, width: 32 },
  { height: 64, width: 64 },
];
