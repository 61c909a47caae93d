/**
 * Exact Shapley values of a linear model with independent features (the interventional values of Lundberg and Lee, "A
 * Unified Approach to Interpreting Model Predictions", NIPS 2017, Corollary 1): weight x (value - mean of the background).
 * They explain logits, and their sum is f(x) - mean of f over the background.
 */
import { LookbookError } from '../errors';
import type { LinearModel } from '../models/linear';
import { randomSource, shuffle } from '../seed';
import { equalButForRounding } from '../stats/constant';
import type { Numbers } from '../stats/quantile';

export interface LinearShap {
  /** rows x classes x features, row-major. */
  readonly values: Float64Array;
  /** The mean logit of each class over the background. */
  readonly base: Float64Array;
  readonly rows: number;
  readonly classes: number;
  readonly features: number;
}

/**
 * Mean of each column; of one that is constant but for rounding its first value, so that nothing is left of an image that
 * does not differ from it. @throws LookbookError `params/invalid` without rows
 */
export function backgroundMeans(rows: Numbers, count: number, features: number): Float64Array {
  if (count === 0) throw new LookbookError('params/invalid', 'Shapley values need at least one image as background.');
  const sums = new Float64Array(features);
  const least = new Float64Array(features).fill(Infinity);
  const greatest = new Float64Array(features).fill(-Infinity);
  for (let at = 0; at < count * features; at += 1) {
    const [feature, value] = [at % features, rows[at]!];
    sums[feature]! += value;
    if (value < least[feature]!) least[feature] = value;
    if (value > greatest[feature]!) greatest[feature] = value;
  }
  return sums.map((sum, feature) =>
    equalButForRounding(least[feature]!, greatest[feature]!) ? rows[feature]! : sum / count,
  );
}

/**
 * @param rows count x features, as the model takes them @param means of the background, by {@link backgroundMeans}
 */
export function linearShap(model: LinearModel, rows: Numbers, count: number, means: Float64Array): LinearShap {
  const { weights, bias, classes, size: features } = model;
  const values = new Float64Array(count * classes * features);
  for (let row = 0, at = 0; row < count; row += 1) {
    for (let label = 0; label < classes; label += 1) {
      for (let feature = 0; feature < features; feature += 1, at += 1) {
        values[at] = weights[label * features + feature]! * (rows[row * features + feature]! - means[feature]!);
      }
    }
  }
  const base = bias.map((value, label) =>
    means.reduce((sum, mean, feature) => sum + weights[label * features + feature]! * mean, value),
  );
  return { values, base, rows: count, classes, features };
}

/** How each feature affects each class; all matrices are classes x features, row-major. */
export interface ShapSummary {
  readonly classes: number;
  readonly features: number;
  /** Mean absolute value over all images: how much the feature matters for the class' score. */
  readonly magnitude: Float64Array;
  /** The same with the sign of the effect: positive if more of the feature raises the score. For the signed plot. */
  readonly signed: Float64Array;
  /** Mean over the images of the class itself: what the feature contributes to recognising it; NaN for an absent class. */
  readonly own: Float64Array;
}

/** @param labels class of each row */
export function summariseShap(shap: LinearShap, model: LinearModel, labels: Uint8Array): ShapSummary {
  const { values, rows, classes, features } = shap;
  const cells = classes * features;
  const magnitude = new Float64Array(cells);
  const own = new Float64Array(cells);
  const counts = new Float64Array(classes);
  for (let row = 0; row < rows; row += 1) {
    const label = labels[row]!;
    counts[label]! += 1;
    for (let cell = 0; cell < cells; cell += 1) magnitude[cell]! += Math.abs(values[row * cells + cell]!) / rows;
    for (let cell = label * features; cell < (label + 1) * features; cell += 1)
      own[cell]! += values[row * cells + cell]!;
  }
  return {
    classes,
    features,
    magnitude,
    signed: magnitude.map((value, cell) => Math.sign(model.weights[cell]!) * value),
    own: own.map((sum, cell) => sum / counts[Math.floor(cell / features)]!),
  };
}

/** Features named in a sentence: at most so many, each with at least this share of all that speaks the same way. */
const MOST_NAMED = 3;
const LEAST_SHARE = 0.15;

interface Voice {
  readonly feature: number;
  readonly high: boolean;
  readonly amount: number;
}

/** The features that speak for (or against) a class on its own images, the strongest first. */
function voices(summary: ShapSummary, label: number, speaks: 'for' | 'against'): readonly Voice[] {
  const sign = speaks === 'for' ? 1 : -1;
  const all = Array.from({ length: summary.features }, (_, feature): Voice => {
    const cell = label * summary.features + feature;
    const amount = sign * summary.own[cell]!;
    // A contribution is weight x deviation, so its sign and the weight's tell whether the class' values are high or low.
    return { feature, amount, high: sign * summary.signed[cell]! > 0 };
  }).filter((voice) => voice.amount > 0);
  const total = all.reduce((sum, voice) => sum + voice.amount, 0);
  return all
    .sort((a, b) => b.amount - a.amount || a.feature - b.feature)
    .filter((voice, rank) => rank < MOST_NAMED && voice.amount >= LEAST_SHARE * total);
}

const LIST = new Intl.ListFormat('en', { style: 'long', type: 'conjunction' });

/**
 * One sentence a class: "Low width and high entropy raise the score for Sandal." It names what is typical of the class' own images
 * and raises its score, and adds what is typical and lowers it where that weighs at least half as much.
 * @param featureNames as they read in a sentence: "width", "ink area"
 */
export function shapSentences(
  summary: ShapSummary,
  featureNames: readonly string[],
  classNames: readonly string[],
): string[] {
  const phrase = (list: readonly Voice[]): string =>
    LIST.format(list.map(({ feature, high }) => `${high ? 'high' : 'low'} ${featureNames[feature]!}`));
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  return classNames.slice(0, summary.classes).map((name, label) => {
    if (Number.isNaN(summary.own[label * summary.features]!)) return `There is no image of ${name}.`;
    const pro = voices(summary, label, 'for');
    const contra = voices(summary, label, 'against');
    if (pro.length === 0) return `No named feature raises the score for ${name}.`;
    const first = `${capital(phrase(pro))} ${pro.length > 1 ? 'raise' : 'raises'} the score for ${name}`;
    if (contra.length === 0 || contra[0]!.amount < pro[0]!.amount / 2) return `${first}.`;
    return `${first}, although its typical ${phrase(contra.slice(0, 1))} lowers it.`;
  });
}

export interface BeeswarmPoint {
  readonly feature: number;
  /** The Shapley value, in units of the logit. */
  readonly value: number;
  /** Rank of the feature's value among the shown images, 0 (lowest) to 1 (highest): for the colour. */
  readonly level: number;
  /** Place across the row, -0.5 to 0.5, so that points do not cover each other. */
  readonly offset: number;
}

/** Steps of the value axis within which points are stacked. */
const SWARM_BINS = 40;

/**
 * Points of a beeswarm plot for one class, from a seeded sample of the images.
 * @param rows the features as the model takes them @param images at most so many, so at most images x features points
 */
export function beeswarm(
  shap: LinearShap,
  rows: Numbers,
  label: number,
  images: number,
  seed: number,
): BeeswarmPoint[] {
  const { features, classes } = shap;
  const order = shuffle(
    Uint32Array.from({ length: shap.rows }, (_, row) => row),
    randomSource(seed),
  );
  const shown = Array.from(order.subarray(0, images)).sort((a, b) => a - b);
  return Array.from({ length: features }, (_, feature) => {
    const values = shown.map((row) => shap.values[(row * classes + label) * features + feature]!);
    const levels = ranksOf(shown.map((row) => rows[row * features + feature]!));
    const offsets = stackedOffsets(values);
    return values.map((value, index) => ({ feature, value, level: levels[index]!, offset: offsets[index]! }));
  }).flat();
}

/** Ranks as shares of the largest, equal values alike; 0.5 where all are equal. */
function ranksOf(values: readonly number[]): number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const rank = new Map(distinct.map((value, index) => [value, index]));
  return values.map((value) => (distinct.length > 1 ? rank.get(value)! / (distinct.length - 1) : 0.5));
}

/** Points in the same bin of the value axis go alternately above and below the line; the fullest bin fills the row. */
function stackedOffsets(values: readonly number[]): number[] {
  const low = Math.min(...values);
  const width = (Math.max(...values) - low) / SWARM_BINS || 1;
  const bins = values.map((value) => Math.min(SWARM_BINS - 1, Math.floor((value - low) / width)));
  const held = new Map<number, number>();
  const places = bins.map((bin) => {
    const place = held.get(bin) ?? 0;
    held.set(bin, place + 1);
    return (place % 2 === 0 ? 1 : -1) * Math.ceil(place / 2);
  });
  const fullest = Math.max(1, ...held.values());
  return places.map((place) => place / fullest);
}
