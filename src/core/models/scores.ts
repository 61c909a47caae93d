/** Scores of a classifier, in float64, from its logits or probabilities: row-major, one row an image. */

/** Softmax of each row: count x classes logits to probabilities. */
export function probabilitiesOf(logits: ArrayLike<number>, classes: number): Float32Array {
  const out = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let index = row; index < row + classes; index += 1) largest = Math.max(largest, logits[index]!);
    let total = 0;
    for (let index = row; index < row + classes; index += 1) total += Math.exp(logits[index]! - largest);
    for (let index = row; index < row + classes; index += 1) out[index] = Math.exp(logits[index]! - largest) / total;
  }
  return out;
}

/** Index of the largest value of each row; the first of equals. */
export function predictedOf(scores: ArrayLike<number>, classes: number): Uint8Array {
  const out = new Uint8Array(scores.length / classes);
  for (let row = 0; row < out.length; row += 1) {
    let best = 0;
    for (let index = 1; index < classes; index += 1) {
      if (scores[row * classes + index]! > scores[row * classes + best]!) best = index;
    }
    out[row] = best;
  }
  return out;
}

/** Share of right predictions, 0 to 1. */
export function accuracyOf(predicted: ArrayLike<number>, labels: ArrayLike<number>): number {
  let right = 0;
  for (let index = 0; index < labels.length; index += 1) right += predicted[index] === labels[index] ? 1 : 0;
  return right / labels.length;
}

/** Smallest probability that {@link logLossOf} counts: one step of float32 above certainty's complement. */
const FLOOR = 2 ** -24;

/** Mean negative natural logarithm of the probability given to the true class. */
export function logLossOf(probabilities: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number {
  let total = 0;
  for (let row = 0; row < labels.length; row += 1) {
    total -= Math.log(Math.max(FLOOR, probabilities[row * classes + labels[row]!]!));
  }
  return total / labels.length;
}

/** Counts by true class (row) and predicted class (column). */
export function confusionOf(predicted: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let index = 0; index < labels.length; index += 1) counts[labels[index]!]![predicted[index]!]! += 1;
  return counts;
}

export interface ClassScore {
  readonly support: number;
  /** Share of the class' images that are named so. */
  readonly recall: number;
  /** Share of the images named so that are of the class; 0 where none is. */
  readonly precision: number;
  readonly f1: number;
}

export function classScores(confusion: readonly (readonly number[])[]): ClassScore[] {
  return confusion.map((row, index) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    const named = confusion.reduce((sum, other) => sum + other[index]!, 0);
    const right = row[index]!;
    const recall = support > 0 ? right / support : 0;
    const precision = named > 0 ? right / named : 0;
    return { support, recall, precision, f1: right > 0 ? (2 * recall * precision) / (recall + precision) : 0 };
  });
}
