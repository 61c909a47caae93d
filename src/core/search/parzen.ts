/**
 * Parzen estimators over one dimension, as in the tree-structured Parzen estimator of Bergstra, Bardenet, Bengio and
 * Kégl, "Algorithms for Hyper-Parameter Optimization" (NIPS 2011), with the details of Optuna 3.1's
 * defaults: a prior kernel, bandwidths from the neighbours ("magic clip"), old observations fading out.
 *
 * The densities here are normalised, as published. Optuna 3.1.0 as released leaves a factor 1 / bandwidth out (its issue
 * #5109, mended later); on the functions of tests/reference/search.py that brought it nearer to the minimum.
 */
import { normal } from '../seed';
import { normalCdf, normalSf } from '../stats/special';
import type { ChoiceDimension, ChoiceValue, Dimension, NumericDimension } from './space';
import { fromInner, innerRange, toInner } from './space';

/** A density that can be drawn from and evaluated (up to no constant: both densities of a ratio are normalised). */
export interface Density<V extends ChoiceValue = ChoiceValue> {
  sample(random: () => number): V;
  logDensity(value: V): number;
}

/** Observations newer than this keep full weight. */
const FULL_WEIGHT = 25;
const PRIOR_WEIGHT = 1;

/** Weights of n observations in the order they were made: the last 25 count fully, older ones fade to 1/n. */
export function observationWeights(count: number): Float64Array {
  const weights = new Float64Array(count).fill(1);
  const fading = count - FULL_WEIGHT;
  for (let index = 0; index < fading; index += 1) {
    weights[index] = fading === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * index) / (fading - 1);
  }
  return weights;
}

/** Probability that a standard normal lies between two bounds, taken in the tail where they lie. */
function normalMass(from: number, to: number): number {
  return from > 0 ? normalSf(from) - normalSf(to) : normalCdf(to) - normalCdf(from);
}

/** The kernel that a uniform draw in [0, 1) falls on. */
function pick(weights: Float64Array, uniform: number): number {
  let rest = uniform;
  for (let index = 0; index < weights.length; index += 1) {
    rest -= weights[index]!;
    if (rest < 0) return index;
  }
  return weights.length - 1;
}

function normalise(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Weights of the observations with the prior's appended, summing to 1. */
function mixtureWeights(count: number): Float64Array {
  const weights = new Float64Array(count + 1);
  weights.set(observationWeights(count));
  weights[count] = PRIOR_WEIGHT;
  return normalise(weights);
}

/**
 * Bandwidths: for each centre the larger gap to its neighbours, not above the range and not below range / min(100, 1 +
 * kernels); the prior (last) is as wide as the range.
 */
function bandwidths(centres: Float64Array, range: number): Float64Array {
  const kernels = centres.length;
  const order = Array.from(centres.keys()).sort((a, b) => centres[a]! - centres[b]! || a - b);
  const sigmas = new Float64Array(kernels);
  const narrowest = range / Math.min(100, 1 + kernels);
  order.forEach((kernel, position) => {
    const here = centres[kernel]!;
    const left = position > 0 ? here - centres[order[position - 1]!]! : 0;
    const right = position < kernels - 1 ? centres[order[position + 1]!]! - here : 0;
    sigmas[kernel] = Math.min(range, Math.max(narrowest, left, right));
  });
  sigmas[kernels - 1] = range;
  return sigmas;
}

function numericDensity(dimension: NumericDimension, observed: readonly number[]): Density<number> {
  const { low, high } = innerRange(dimension);
  if (low === high) return { sample: () => dimension.low, logDensity: () => 0 };
  const centres = new Float64Array(observed.length + 1);
  observed.forEach((value, index) => (centres[index] = toInner(dimension, value)));
  centres[observed.length] = (low + high) / 2;
  const sigmas = bandwidths(centres, high - low);
  const weights = mixtureWeights(observed.length);
  const masses = sigmas.map((sigma, kernel) =>
    normalMass((low - centres[kernel]!) / sigma, (high - centres[kernel]!) / sigma),
  );

  const bounds = (value: number): { from: number; to: number } => {
    const from = dimension.log ? Math.log(value - 0.5) : value - 0.5;
    const to = dimension.log ? Math.log(value + 0.5) : value + 0.5;
    return { from, to };
  };
  return {
    sample(random) {
      const kernel = pick(weights, random());
      // Centres lie inside and sigma is at most the range, so at least a third of the draws are kept.
      for (;;) {
        const inner = centres[kernel]! + sigmas[kernel]! * normal(random);
        if (inner >= low && inner <= high) return fromInner(dimension, inner);
      }
    },
    logDensity(value) {
      let density = 0;
      const cell = dimension.type === 'int' ? bounds(value) : undefined;
      const inner = toInner(dimension, value);
      for (let kernel = 0; kernel < centres.length; kernel += 1) {
        const sigma = sigmas[kernel]!;
        const centre = centres[kernel]!;
        const share = weights[kernel]! / masses[kernel]!;
        if (cell) density += share * normalMass((cell.from - centre) / sigma, (cell.to - centre) / sigma);
        else density += (share * Math.exp(-0.5 * ((inner - centre) / sigma) ** 2)) / (sigma * Math.sqrt(2 * Math.PI));
      }
      return Math.log(density);
    },
  };
}

/** Each observation is a kernel that gives its own choice most of the mass; the prior is even. */
function choiceDensity(dimension: ChoiceDimension, observed: readonly ChoiceValue[]): Density {
  const kernels = observed.length + 1;
  const weights = mixtureWeights(observed.length);
  const base = PRIOR_WEIGHT / kernels;
  const rowTotal = base * dimension.choices.length + 1;
  const shares = new Float64Array(dimension.choices.length);
  observed.forEach((value, kernel) => {
    const chosen = dimension.choices.indexOf(value);
    for (let index = 0; index < shares.length; index += 1) {
      shares[index]! += (weights[kernel]! * (base + (index === chosen ? 1 : 0))) / rowTotal;
    }
  });
  for (let index = 0; index < shares.length; index += 1) shares[index]! += weights[kernels - 1]! / shares.length;
  return {
    sample: (random) => dimension.choices[pick(shares, random())]!,
    logDensity: (value) => Math.log(shares[dimension.choices.indexOf(value)]!),
  };
}

/** The Parzen estimator of a dimension from observed values, in the order they were made. None gives the prior kernel. */
export function parzenEstimator(dimension: Dimension, observed: readonly ChoiceValue[]): Density {
  if (dimension.type === 'choice') return choiceDensity(dimension, observed);
  return numericDensity(dimension, observed as readonly number[]) as Density;
}
