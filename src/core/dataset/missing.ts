/** Missing values of an imported set, told by split. */
import { LISTED_IDS, imageId, type Part } from './ids';
import { SPLIT_NAMES, type MissingValues, type SplitName } from './types';

/** Missing values of each image, by part, in file order. */
export type MissingByImage = Readonly<Record<Part, Uint16Array>>;

/** @param orders places in their part of the images of each split */
export function missingValues(
  missing: MissingByImage,
  orders: Readonly<Record<SplitName, Iterable<number>>>,
): MissingValues {
  const pixels: Record<SplitName, number> = { train: 0, validation: 0, calibration: 0, stream: 0, test: 0 };
  const images = { ...pixels };
  for (const split of SPLIT_NAMES) {
    const part = missing[split === 'test' ? 'test' : 'train'];
    for (const index of orders[split]) {
      const found = part[index] ?? 0;
      pixels[split] += found;
      if (found > 0) images[split] += 1;
    }
  }
  const counts = { train: missing.train.length, test: missing.test.length };
  const ids: number[] = [];
  for (const part of ['train', 'test'] as const) {
    for (const [index, found] of missing[part].entries()) {
      if (found > 0 && ids.length < LISTED_IDS) ids.push(imageId({ counts }, part, index));
    }
  }
  return { pixels, images, ids };
}
