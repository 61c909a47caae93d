/** What the data set of most tests is: what a presentation is given beside the result. */
import type { DataShape } from '../../src/core/dataset/shape';
import { CLASS_NAMES, SIDE } from '../../src/core/dataset/fashion-mnist';

export const GARMENTS: DataShape = { height: SIDE, width: SIDE, classes: CLASS_NAMES };
