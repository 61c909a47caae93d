/** The baseline that looks at no pixel: every model must beat it. */
import { LookbookError } from '../errors';

export interface MajorityModel {
  /** Share of each class among the training labels. */
  readonly shares: Float64Array;
}

/** @throws LookbookError `params/invalid` without labels */
export function fitMajority(labels: Uint8Array, classes: number): MajorityModel {
  if (labels.length === 0) throw new LookbookError('params/invalid', 'A model cannot be fitted on no images.');
  const shares = new Float64Array(classes);
  for (const label of labels) shares[label]! += 1 / labels.length;
  return { shares };
}

/** The training shares for every image: the prediction is the commonest class. Returns count x classes. */
export function majorityProbabilities(model: MajorityModel, count: number): Float64Array {
  const classes = model.shares.length;
  const probabilities = new Float64Array(count * classes);
  for (let row = 0; row < count; row += 1) probabilities.set(model.shares, row * classes);
  return probabilities;
}
