/**
 * Images at which pairs of pixels can be counted. All pairs of the 4,096 pixels of a 64 x 64 image are 8.4 million, a
 * covariance of 134 MB and an eigenproblem of minutes: above {@link MOST_PIXELS} the pixels are averaged in square blocks.
 */
import { pixelsOf, sizeOf, type ImageSize } from '../dataset/shape';

/** Pixels (32 x 32) up to which images are taken as they are. */
export const MOST_PIXELS = 1024;

/** Pixels a side of the blocks: 1 where images are taken as they are. */
export function blockSide(size: ImageSize): number {
  let side = 1;
  while (pixelsOf(inBlocks(size, side)) > MOST_PIXELS) side += 1;
  return side;
}

/** Blocks at the right and lower border may be cut short. */
const inBlocks = ({ height, width }: ImageSize, side: number): ImageSize => ({
  height: Math.ceil(height / side),
  width: Math.ceil(width / side),
});

/** Rows and columns of blocks; the size itself where images are taken as they are. */
export const coarseSize = (size: ImageSize): ImageSize => inBlocks(size, blockSide(size));

/**
 * Images of any size at their {@link coarseSize}: means of the pixels of each block, rounded to whole levels.
 * @param images count x pixels, 0-255
 * @returns count x blocks; the same array where blocks are single pixels
 */
export function coarseImages<Bytes extends Uint8Array>(images: Bytes, size: ImageSize): Bytes | Uint8Array {
  const side = blockSide(size);
  if (side === 1) return images;
  const { height, width } = sizeOf(size);
  const grid = inBlocks(size, side);
  const blocks = pixelsOf(grid);
  const count = Math.floor(images.length / (height * width));
  const coarse = new Uint8Array(count * blocks);
  const sums = new Uint32Array(blocks);
  const members = new Uint32Array(blocks);
  const blockAt = Uint32Array.from({ length: height * width }, (_, pixel) => {
    const row = Math.floor(Math.floor(pixel / width) / side);
    return row * grid.width + Math.floor((pixel % width) / side);
  });
  for (const block of blockAt) members[block]! += 1;
  for (let image = 0; image < count; image += 1) {
    sums.fill(0);
    const from = image * height * width;
    for (let pixel = 0; pixel < blockAt.length; pixel += 1) sums[blockAt[pixel]!]! += images[from + pixel]!;
    for (let block = 0; block < blocks; block += 1) {
      coarse[image * blocks + block] = Math.round(sums[block]! / members[block]!);
    }
  }
  return coarse;
}
