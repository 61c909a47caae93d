/** The switch that leaves the images of the data set out of everything that leaves the page. Pure. */
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
