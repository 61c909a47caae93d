/** Whether the files of a data set go together, and are enough. */
import { LookbookError } from '../errors';
import type { IdxHeader } from './idx';
import { sizeWords, type ImageSize } from './shape';
import { count } from '../words/numbers';

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
    `${images.name} holds ${count(images.header.count)} images, but ${labels.name} holds ` +
      `${count(labels.header.count)} labels. ${advice}`,
  );
}

interface GivenImages {
  readonly name: string;
  readonly size: ImageSize;
}

/** The images of the two parts of a set are of one size. */
export function sizesDiffer(
  train: GivenImages,
  test: GivenImages,
  advice = 'Choose the files of one set.',
): LookbookError {
  return new LookbookError(
    'data/wrong-count',
    `${train.name} holds images of ${sizeWords(train.size)} pixels, but ${test.name} images of ${sizeWords(test.size)}. ${advice}`,
  );
}
