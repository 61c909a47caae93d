/** Whether models can be fitted on a data set and compared; describing it needs none of this. */
import { LookbookError } from '../errors';
import { nameOfLabel } from './shape';
import { SPLIT_NAMES, classesOf, type DatasetSummary } from './types';

/** The fewest images of a class in the training file that can be split into training, validation, calibration and stream with some in each. */
export const FEWEST_PER_CLASS = 12;

/** Classes that models tell apart here. */
export const FEWEST_CLASSES = 2;
export const MOST_CLASSES = 100;

const DESCRIBED = 'The Data and Explore cells work with it.';

/** Images of each class in the training file. */
export function trainingSizes({ splits }: Pick<DatasetSummary, 'splits'>): number[] {
  return splits.train.perClass.map((_, label) =>
    SPLIT_NAMES.reduce((sum, split) => sum + (split === 'test' ? 0 : (splits[split].perClass[label] ?? 0)), 0),
  );
}

/** Classes that no image has, of training or test: gaps between the labels. */
export function emptyClasses(dataset: Pick<DatasetSummary, 'splits'>): number[] {
  return trainingSizes(dataset).flatMap((size, label) =>
    size === 0 && (dataset.splits.test.perClass[label] ?? 0) === 0 ? [label] : [],
  );
}

/** "Coat (class 4)", or the number alone where that is its name. */
function calledBy(classes: readonly string[], label: number): string {
  const name = nameOfLabel(classes, label);
  return name === nameOfLabel([], label) ? name : `${name} (class ${label})`;
}

/** @throws LookbookError `data/unfit` if the set has too few or too many classes, or a class is too small to be in every split */
export function requireSuitable(dataset: Pick<DatasetSummary, 'name' | 'classes' | 'splits'>): void {
  const classes = classesOf(dataset);
  if (classes < FEWEST_CLASSES || classes > MOST_CLASSES) {
    throw new LookbookError(
      'data/unfit',
      `The data set "${dataset.name}" has ${classes} ${classes === 1 ? 'class' : 'classes'}, but this cell works with models of ` +
        `${FEWEST_CLASSES} to ${MOST_CLASSES} classes. ${DESCRIBED}`,
    );
  }
  const sizes = trainingSizes(dataset);
  const empty = emptyClasses(dataset);
  const small = sizes.findIndex((size, label) => size < FEWEST_PER_CLASS && !empty.includes(label));
  if (small < 0) return;
  const size = sizes[small]!;
  throw new LookbookError(
    'data/unfit',
    `The data set "${dataset.name}" has ${size === 0 ? 'no training image' : size === 1 ? '1 training image' : `${size} training images`} ` +
      `of ${calledBy(dataset.classes, small)}; at least ${FEWEST_PER_CLASS} of each class are needed so that every split holds some. ` +
      `${DESCRIBED} Load a larger set in the Data cell to go on from here.`,
  );
}
