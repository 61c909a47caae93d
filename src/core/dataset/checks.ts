/** Whether the files of a data set go together, and are enough. */
import { LookbookError } from '../errors';
import type { IdxHeader } from './idx';
import { CLASSES } from './types';

/** A file with the header found in it. */
export interface GivenFile {
  readonly name: string;
  readonly header: IdxHeader;
}

export function countsDiffer(
  images: GivenFile,
  labels: GivenFile,
  advice = 'Choose the two files that belong together.',
): LookbookError {
  return new LookbookError(
    'data/wrong-count',
    `${images.name} holds ${images.header.count.toLocaleString('en')} images, but ${labels.name} holds ` +
      `${labels.header.count.toLocaleString('en')} labels. ${advice}`,
  );
}

/** The fewest images that can be split into fit, select, calibrate and stream with every class in each. */
export const FEWEST_PER_CLASS = 12;

/** @throws LookbookError `data/wrong-count` if a class is too small to be split */
export function checkClassSizes(trainLabels: Uint8Array, name: string): void {
  const sizes = new Uint32Array(CLASSES);
  for (const label of trainLabels) sizes[label]! += 1;
  const small = sizes.findIndex((size) => size < FEWEST_PER_CLASS);
  if (small >= 0) {
    throw new LookbookError(
      'data/wrong-count',
      `${name}: class ${small} has ${sizes[small]} training images; at least ${FEWEST_PER_CLASS} of each of the ${CLASSES} ` +
        'classes are needed to split them. Choose a larger set.',
    );
  }
}
