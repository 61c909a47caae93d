/** The switch that leaves the images of the data set out of everything that leaves the page. Pure. */
import { pixelsOf, type ImageSize } from '../core/dataset/shape';
import { coarseSize } from '../core/profile/coarse';
import type { ArtifactRef } from '../core/results/types';
import type { Block, ImagesBlock } from '../plots/blocks';
import type { ReportCell } from './types';

/** Whether a cell that collects all others says so, by its parameter of this name. */
export function withoutImages(cells: readonly ReportCell[]): boolean {
  return cells.some(({ definition, params, content }) => {
    const given = params ?? content?.params;
    if (!definition.collectsAll || typeof given !== 'object' || given === null) return false;
    return (given as Record<string, unknown>)['withoutImages'] === true;
  });
}

/** Whether a block shows single images of the data set, or maps laid over them. */
export const showsImages = (block: Block): block is ImagesBlock => block.type === 'images' && block.aggregate !== true;

/**
 * Whether an array may hold an image, or a map of its pixels or of the blocks that large images are averaged in, in each row. Of a small set some other dimension may be as long as
 * an image: such an array is rather taken for images than let out.
 * @param size of the images of the data set that the array was made from
 */
export const hasPixels = ({ shape }: Pick<ArtifactRef, 'shape'>, size: ImageSize): boolean =>
  shape.at(-1) === pixelsOf(size) ||
  shape.at(-1) === pixelsOf(coarseSize(size)) ||
  (shape.at(-2) === size.height && shape.at(-1) === size.width);
