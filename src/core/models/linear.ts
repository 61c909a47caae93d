/**
 * Multinomial logistic regression (softmax regression) with an L2 penalty, by L-BFGS in float64: Liu and Nocedal, "On the
 * limited memory BFGS method for large scale optimization" (1989). Deterministic: no sampling, fixed order of sums.
 *
 * The objective is mean log-loss + l2 / 2 x (sum of squared weights); biases are not penalised. It is scikit-learn's
 * LogisticRegression with C = 1 / (rows x l2).
 */
import { LookbookError } from '../errors';
import type { Numbers } from '../stats/quantile';

export interface LinearModel {
  /** classes x size, row-major. The penalty makes them sum to 0 over the classes. */
  readonly weights: Float64Array;
  /** One a class; shifted to sum to 0, which changes no probability. */
  readonly bias: Float64Array;
  readonly classes: number;
  readonly size: number;
}

export interface LinearFit {
  readonly model: LinearModel;
  /** The objective at the end. */
  readonly objective: number;
  /** Largest absolute component of the gradient at the end. */
  readonly gradientNorm: number;
  readonly iterations: number;
  /** Passes over the training rows; times the rows, the budget in images trained. */
  readonly passes: number;
  readonly converged: boolean;
}

export interface LinearOptions {
  /** Strength of the penalty, at least 0. */
  readonly l2: number;
  readonly maxIterations?: number;
  /** Stops when no component of the gradient is larger. */
  readonly tolerance?: number;
}

/** Pairs of steps remembered; more gained nothing on the named features. */
const MEMORY = 10;

interface Point {
  readonly at: Float64Array;
  readonly objective: number;
  readonly gradient: Float64Array;
}

/** Probabilities in place of logits, stable for large ones; returns the logarithm of the sum for each row. */
function softmaxRow(values: Float64Array, at: number, classes: number): number {
  let largest = -Infinity;
  for (let label = 0; label < classes; label += 1) largest = Math.max(largest, values[at + label]!);
  let total = 0;
  for (let label = 0; label < classes; label += 1) {
    values[at + label] = Math.exp(values[at + label]! - largest);
    total += values[at + label]!;
  }
  for (let label = 0; label < classes; label += 1) values[at + label]! /= total;
  return largest + Math.log(total);
}

/** Logits of `count` rows from row `first` on, count x classes. */
export function linearLogits(model: LinearModel, rows: Numbers, count: number, first = 0): Float64Array {
  const { weights, bias, classes, size } = model;
  const logits = new Float64Array(count * classes);
  for (let row = 0; row < count; row += 1) {
    for (let label = 0; label < classes; label += 1) {
      let sum = bias[label]!;
      const at = (first + row) * size;
      for (let index = 0; index < size; index += 1) sum += weights[label * size + index]! * rows[at + index]!;
      logits[row * classes + label] = sum;
    }
  }
  return logits;
}

/** Probabilities, count x classes. */
export function linearProbabilities(model: LinearModel, rows: Numbers, count: number): Float64Array {
  const values = linearLogits(model, rows, count);
  for (let row = 0; row < count; row += 1) softmaxRow(values, row * model.classes, model.classes);
  return values;
}

const modelAt = (at: Float64Array, classes: number, size: number): LinearModel => ({
  weights: at.slice(0, classes * size),
  bias: at.slice(classes * size),
  classes,
  size,
});

/** Multiplications between two yields: some 20 ms. */
const WORK_AT_ONCE = 10_000_000;

/** Rows in a block of one pass. */
const blockRows = (size: number, classes: number): number =>
  Math.max(1, Math.floor(WORK_AT_ONCE / (2 * size * classes)));

function* evaluate(
  at: Float64Array,
  rows: Numbers,
  labels: Uint8Array,
  size: number,
  classes: number,
  l2: number,
): Generator<void, Point> {
  const count = labels.length;
  const model = modelAt(at, classes, size);
  const gradient = new Float64Array(at.length);
  const block = blockRows(size, classes);
  let loss = 0;
  for (let first = 0; first < count; first += block) {
    const end = Math.min(count, first + block);
    const values = linearLogits(model, rows, end - first, first);
    for (let row = first; row < end; row += 1) {
      const base = (row - first) * classes;
      const label = labels[row]!;
      const logit = values[base + label]!;
      loss += softmaxRow(values, base, classes) - logit;
      values[base + label]! -= 1;
      for (let other = 0; other < classes; other += 1) {
        const error = values[base + other]! / count;
        gradient[classes * size + other]! += error;
        for (let index = 0; index < size; index += 1)
          gradient[other * size + index]! += error * rows[row * size + index]!;
      }
    }
    yield;
  }
  let penalty = 0;
  for (let index = 0; index < classes * size; index += 1) {
    penalty += at[index]! ** 2;
    gradient[index]! += l2 * at[index]!;
  }
  return { at, objective: loss / count + (l2 / 2) * penalty, gradient };
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, index) => sum + value * b[index]!, 0);
const along = (from: Float64Array, step: number, direction: Float64Array): Float64Array =>
  from.map((value, index) => value + step * direction[index]!);
const largestOf = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly rho: number;
}

/** Minus the inverse Hessian's estimate times the gradient: the two-loop recursion. */
function directionOf(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  let direction: Float64Array = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (const { step, change, rho } of [...pairs].reverse()) {
    const alpha = rho * dot(step, direction);
    alphas.push(alpha);
    direction = along(direction, -alpha, change);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.change, last.change));
    direction = direction.map((value) => value * scale);
  }
  for (const { step, change, rho } of pairs)
    direction = along(direction, alphas.pop()! - rho * dot(change, direction), step);
  return direction;
}

/**
 * Step along a direction by halving or doubling between bounds until both conditions of Wolfe hold (sufficient decrease
 * 1e-4, curvature 0.9); undefined when none is found, which at the precision of float64 means the end is reached.
 */
function* lineSearch<Y>(
  from: Point,
  direction: Float64Array,
  first: number,
  point: (at: Float64Array) => Generator<Y, Point>,
): Generator<Y, Point | undefined> {
  const slope = dot(from.gradient, direction);
  let [low, high, step] = [0, Infinity, first];
  for (let trial = 0; trial < 40; trial += 1) {
    const next = yield* point(along(from.at, step, direction));
    if (!(next.objective <= from.objective + 1e-4 * step * slope)) high = step;
    else if (dot(next.gradient, direction) < 0.9 * slope) low = step;
    else return next;
    step = high === Infinity ? 2 * step : (low + high) / 2;
  }
  return undefined;
}

/** How far a fit has come. */
export interface LinearProgress {
  readonly iterations: number;
  readonly passes: number;
  /** Largest absolute component of the gradient: falls, not steadily, to the tolerance. */
  readonly gradientNorm: number;
}

/**
 * Fits the model, in pieces of some 20 ms, so that a caller can yield or stop in between.
 * @param rows count x size values, best standardised @param labels one of 0 to classes - 1 a row
 * @throws LookbookError `params/invalid` without rows or for a negative penalty, `train/diverged` for rows that are not numbers
 */
export function* fittingLinear(
  rows: Numbers,
  labels: Uint8Array,
  size: number,
  classes: number,
  options: LinearOptions,
): Generator<LinearProgress, LinearFit> {
  const { l2, maxIterations = 500, tolerance = 1e-6 } = options;
  if (labels.length === 0) throw new LookbookError('params/invalid', 'A model cannot be fitted on no images.');
  if (!(l2 >= 0)) throw new LookbookError('params/invalid', `The L2 penalty must be at least 0, not ${l2}.`);
  let passes = 0;
  let iterations = 0;
  let gradientNorm = Infinity;
  const point = function* (at: Float64Array): Generator<LinearProgress, Point> {
    passes += 1;
    const evaluation = evaluate(at, rows, labels, size, classes, l2);
    let step = evaluation.next();
    for (; !step.done; step = evaluation.next()) yield { iterations, passes, gradientNorm };
    return step.value;
  };
  let here = yield* point(new Float64Array(classes * size + classes));
  if (!Number.isFinite(largestOf(here.gradient)))
    throw new LookbookError('train/diverged', 'The features hold values that are not numbers.');
  const pairs: Pair[] = [];
  gradientNorm = largestOf(here.gradient);
  while (iterations < maxIterations && gradientNorm > tolerance) {
    const direction = directionOf(here.gradient, pairs);
    const first = pairs.length > 0 ? 1 : 1 / Math.max(1, Math.sqrt(dot(direction, direction)));
    const next = yield* lineSearch(here, direction, first, point);
    if (!next) break;
    const step = next.at.map((value, index) => value - here.at[index]!);
    const change = next.gradient.map((value, index) => value - here.gradient[index]!);
    pairs.push({ step, change, rho: 1 / dot(step, change) });
    if (pairs.length > MEMORY) pairs.shift();
    here = next;
    iterations += 1;
    gradientNorm = largestOf(here.gradient);
  }
  const model = modelAt(here.at, classes, size);
  const mean = model.bias.reduce((sum, value) => sum + value, 0) / classes;
  return {
    model: { ...model, bias: model.bias.map((value) => value - mean) },
    objective: here.objective,
    gradientNorm,
    iterations,
    passes,
    converged: gradientNorm <= tolerance,
  };
}
