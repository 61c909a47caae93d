/** From a classifier's logits to probabilities. */

/** Softmax of each row, in float64: count x classes logits to probabilities. */
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
