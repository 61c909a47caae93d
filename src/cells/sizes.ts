/** How large the images are that a cell shows. Pure. */
import { OFFICIAL_SHAPE } from '../core/dataset/files';
import { sizeOf, type ImageSize } from '../core/dataset/shape';
import type { CellContent } from './types';

/** Of the data set that the content was made from; results of the first versions, which know of none, have garments. */
export const imageSize = ({ data }: Pick<CellContent, 'data'>): ImageSize => sizeOf(data ?? OFFICIAL_SHAPE);
