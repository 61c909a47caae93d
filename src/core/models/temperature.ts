/**
 * Temperature scaling (Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017): one number
 * that makes a classifier's probabilities as sure as they should be, fitted on images it was neither trained nor chosen on.
 */
import type { Numbers } from '../stats/quantile';

/** Below this a float32 probability is 0 and has no logarithm. */
const LEAST = 1e-38;

/** Probabilities in the power 1 / temperature, normalised: the softmax of the logits divided by the temperature. */
export function tempered(probabilities: Numbers, classes: number, temperature: number): Float32Array {
  const out = new Float32Array(probabilities.length);
  for (let row = 0; row < out.length; row += classes) {
    let largest = -Infinity;
    for (let at = row; at < row + classes; at += 1) {
      out[at] = Math.log(Math.max(LEAST, probabilities[at]!)) / temperature;
      largest = Math.max(largest, out[at]!);
    }
    let total = 0;
    for (let at = row; at < row + classes; at += 1) total += Math.exp(out[at]! - largest);
    for (let at = row; at < row + classes; at += 1) out[at] = Math.exp(out[at]! - largest) / total;
  }
  return out;
}

/** Derivative of the mean log-loss by the inverse temperature: rises steadily, since the log-loss is convex in it. */
function slope(logs: Float64Array, labels: Numbers, classes: number, inverse: number): number {
  let sum = 0;
  for (let image = 0; image < labels.length; image += 1) {
    const row = image * classes;
    let largest = -Infinity;
    for (let at = row; at < row + classes; at += 1) largest = Math.max(largest, logs[at]!);
    let total = 0;
    let expected = 0;
    for (let at = row; at < row + classes; at += 1) {
      const weight = Math.exp(inverse * (logs[at]! - largest));
      total += weight;
      expected += weight * logs[at]!;
    }
    sum += expected / total - logs[row + labels[image]!]!;
  }
  return sum;
}

/** Temperatures that are looked at; a fit at an end says that the probabilities carry no information, or all of it. */
const LEAST_TEMPERATURE = 0.05;
const MOST_TEMPERATURE = 20;
const HALVINGS = 50;

/**
 * The temperature of least log-loss, between 0.05 and 20, by bisection of the derivative in its inverse.
 * Above 1 the probabilities were too sure, below 1 not sure enough.
 * @param probabilities images x classes, row-major
 * @throws RangeError for no labels
 */
export function fitTemperature(probabilities: Numbers, labels: Numbers, classes: number): number {
  if (labels.length === 0) throw new RangeError('fitTemperature: there are no labels');
  const logs = Float64Array.from(probabilities, (probability) => Math.log(Math.max(LEAST, probability)));
  let [low, high] = [1 / MOST_TEMPERATURE, 1 / LEAST_TEMPERATURE];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (slope(logs, labels, classes, middle) > 0) high = middle;
    else low = middle;
  }
  return 2 / (low + high);
}
