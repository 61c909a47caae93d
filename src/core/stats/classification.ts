/** Scores of a classifier. Probabilities are row-major, count x classes; labels are class numbers. */
import { LookbookError } from '../errors';
import type { Numbers } from './quantile';

/** Smallest probability that log-loss counts, so that one certain error does not make it infinite. */
const PROBABILITY_FLOOR = 1e-15;

function rows(probabilities: Numbers, labels: Numbers): number {
  const classes = probabilities.length / labels.length;
  if (labels.length === 0) throw new RangeError('score: there are no labels');
  if (!Number.isInteger(classes)) throw new RangeError('score: probabilities are not count x classes');
  return classes;
}

/**
 * The most probable class of each row; the first of equals.
 * @throws LookbookError `train/diverged` for a row with a value that is not a number: it names no class
 */
export function predictedClasses(probabilities: Numbers, classes: number): Uint8Array {
  const predicted = new Uint8Array(probabilities.length / classes);
  for (let i = 0; i < predicted.length; i += 1) {
    let best = 0;
    for (let c = 0; c < classes; c += 1) {
      const value = probabilities[i * classes + c]!;
      if (Number.isNaN(value)) throw notANumber(i, predicted.length);
      if (value > probabilities[i * classes + best]!) best = c;
    }
    predicted[i] = best;
  }
  return predicted;
}

const notANumber = (row: number, rows: number): LookbookError =>
  new LookbookError(
    'train/diverged',
    `The model gives image ${row + 1} of ${rows} a probability that is not a number, so it names no class of it. Train it again at a lower learning rate.`,
  );

/** Share of predictions that equal their label. @throws RangeError for no or unequally many labels */
export function accuracy(labels: Numbers, predicted: Numbers): number {
  if (labels.length === 0 || labels.length !== predicted.length)
    throw new RangeError('accuracy: needs as many labels as predictions');
  let right = 0;
  for (let i = 0; i < labels.length; i += 1) if (labels[i] === predicted[i]) right += 1;
  return right / labels.length;
}

/** Mean of -ln(probability of the true class), in nats; probabilities below 1e-15 count as 1e-15. */
export function logLoss(labels: Numbers, probabilities: Numbers): number {
  const classes = rows(probabilities, labels);
  let sum = 0;
  for (let i = 0; i < labels.length; i += 1) {
    sum -= Math.log(Math.max(PROBABILITY_FLOOR, probabilities[i * classes + labels[i]!]!));
  }
  return sum / labels.length;
}

/** Brier's score over all classes (Monthly Weather Review 78, 1950): mean squared distance to the one-hot label, 0 to 2. */
export function brierScore(labels: Numbers, probabilities: Numbers): number {
  const classes = rows(probabilities, labels);
  let sum = 0;
  for (let i = 0; i < labels.length; i += 1) {
    for (let c = 0; c < classes; c += 1) {
      sum += (probabilities[i * classes + c]! - (labels[i] === c ? 1 : 0)) ** 2;
    }
  }
  return sum / labels.length;
}

export interface CalibrationBin {
  readonly count: number;
  /** Mean confidence and accuracy in the bin; 0 where it is empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Reliability of the most probable class in bins of equal width of its probability; bin k holds k/bins < p <= (k+1)/bins. */
export function calibrationBins(labels: Numbers, probabilities: Numbers, bins = 15): CalibrationBin[] {
  const classes = rows(probabilities, labels);
  const predicted = predictedClasses(probabilities, classes);
  const counts = new Float64Array(bins);
  const confidences = new Float64Array(bins);
  const rights = new Float64Array(bins);
  for (let i = 0; i < labels.length; i += 1) {
    const confidence = probabilities[i * classes + predicted[i]!]!;
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
    counts[bin]! += 1;
    confidences[bin]! += confidence;
    if (predicted[i] === labels[i]) rights[bin]! += 1;
  }
  return Array.from(counts, (count, bin) => ({
    count,
    confidence: count === 0 ? 0 : confidences[bin]! / count,
    accuracy: count === 0 ? 0 : rights[bin]! / count,
  }));
}

/** Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015; 15 bins as Guo et al., ICML 2017), 0 to 1. */
export function expectedCalibrationError(labels: Numbers, probabilities: Numbers, bins = 15): number {
  return calibrationBins(labels, probabilities, bins).reduce(
    (sum, bin) => sum + (bin.count / labels.length) * Math.abs(bin.accuracy - bin.confidence),
    0,
  );
}

/** Counts, true class x predicted class, row-major. */
export function confusionMatrix(labels: Numbers, predicted: Numbers, classes: number): Uint32Array {
  if (labels.length !== predicted.length)
    throw new RangeError('confusionMatrix: labels and predictions differ in length');
  const matrix = new Uint32Array(classes * classes);
  for (let i = 0; i < labels.length; i += 1) matrix[labels[i]! * classes + predicted[i]!]! += 1;
  return matrix;
}

export interface ClassScore {
  /** Images of the class. */
  readonly support: number;
  /** Of those predicted as the class, the share that is; 0 if none was predicted. */
  readonly precision: number;
  /** Of the class, the share found; 0 if there is none. */
  readonly recall: number;
  /** Harmonic mean of precision and recall; 0 if both are. */
  readonly f1: number;
}

/** Precision, recall and F1 of each class from a confusion matrix (true x predicted, row-major). */
export function classScores(matrix: Numbers, classes: number): ClassScore[] {
  return Array.from({ length: classes }, (_, c) => {
    const hits = matrix[c * classes + c]!;
    let support = 0;
    let predicted = 0;
    for (let other = 0; other < classes; other += 1) {
      support += matrix[c * classes + other]!;
      predicted += matrix[other * classes + c]!;
    }
    return {
      support,
      precision: predicted === 0 ? 0 : hits / predicted,
      recall: support === 0 ? 0 : hits / support,
      f1: support + predicted === 0 ? 0 : (2 * hits) / (support + predicted),
    };
  });
}

/** Classes of a square confusion matrix, row by row. */
export const classesOfConfusion = (confusion: readonly number[]): number => Math.round(Math.sqrt(confusion.length));

/** The rows of a square confusion matrix. */
export function rowsOfConfusion(confusion: readonly number[]): number[][] {
  const classes = classesOfConfusion(confusion);
  return Array.from({ length: classes }, (_, row) => confusion.slice(row * classes, (row + 1) * classes));
}

export interface Mistaken {
  readonly row: number;
  readonly column: number;
  readonly images: number;
}

/** The first of the largest cells off the diagonal; undefined where there is nothing off it. */
export function mostConfused(rows: readonly (readonly number[])[]): Mistaken | undefined {
  let most: Mistaken | undefined;
  for (const [row, values] of rows.entries()) {
    for (const [column, images] of values.entries()) {
      if (row !== column && images > (most?.images ?? 0)) most = { row, column, images };
    }
  }
  return most;
}
