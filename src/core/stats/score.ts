/** How well predictions name their images: the score that every model of every family is given. */
import { accuracy, confusionMatrix, logLoss, predictedClasses } from './classification';
import { wilsonInterval } from './intervals';

export interface Score {
  readonly images: number;
  readonly accuracy: number;
  /** 95 % (Wilson). */
  readonly interval: readonly [number, number];
  /** Nats. */
  readonly logLoss: number;
  /** Counts, true class x predicted class, row-major. */
  readonly confusion: readonly number[];
}

/**
 * @param labels class of each image @param probabilities images x classes, row-major
 * @throws RangeError for no images
 */
export function scoreOf(labels: Uint8Array, probabilities: Float32Array | Float64Array, classes: number): Score {
  const predicted = predictedClasses(probabilities, classes);
  const images = labels.length;
  const right = Math.round(accuracy(labels, predicted) * images);
  return {
    images,
    accuracy: right / images,
    interval: wilsonInterval(right, images),
    logLoss: logLoss(labels, probabilities),
    confusion: Array.from(confusionMatrix(labels, predicted, classes)),
  };
}
