/** Comparisons of two models on the same images. */
import { bootstrapInterval, type BootstrapOptions, type Interval } from './bootstrap';
import type { Numbers } from './quantile';
import { binomialCdf, chiSquareSf } from './special';

export interface McNemarResult {
  /** Images that only the first, and only the second, model got right. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly method: 'exact' | 'continuity';
  /** Chi-square with one degree of freedom for `continuity`; the smaller of the two counts for `exact`. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/** Discordant pairs up to which the exact test is taken unless told: beyond it the two differ by less than 0.0001. */
const EXACT_UP_TO = 1000;

/**
 * McNemar's test (Psychometrika 12, 1947) that two models are right equally often, from the images on which they differ.
 * `exact`: binomial with p = 1/2, the smaller tail doubled. `continuity`: (|b - c| - 1)^2 / (b + c) with Edwards' correction.
 */
export function mcNemar(onlyFirst: number, onlySecond: number, method?: 'exact' | 'continuity'): McNemarResult {
  const discordant = onlyFirst + onlySecond;
  const chosen = method ?? (discordant <= EXACT_UP_TO ? 'exact' : 'continuity');
  const smaller = Math.min(onlyFirst, onlySecond);
  if (chosen === 'exact') {
    const p = discordant === 0 ? 1 : Math.min(1, 2 * binomialCdf(smaller, discordant, 0.5));
    return { onlyFirst, onlySecond, method: chosen, statistic: smaller, p };
  }
  const statistic = discordant === 0 ? 0 : Math.max(0, Math.abs(onlyFirst - onlySecond) - 1) ** 2 / discordant;
  return { onlyFirst, onlySecond, method: chosen, statistic, p: chiSquareSf(statistic, 1) };
}

/** Counts of discordant pairs from two lists of predicted classes. @throws RangeError for lists of unequal length */
export function discordantPairs(
  labels: Numbers,
  first: Numbers,
  second: Numbers,
): { onlyFirst: number; onlySecond: number } {
  requireEqual(labels, first, second);
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let i = 0; i < labels.length; i += 1) {
    const right = first[i] === labels[i];
    if (right === (second[i] === labels[i])) continue;
    if (right) onlyFirst += 1;
    else onlySecond += 1;
  }
  return { onlyFirst, onlySecond };
}

/** Accuracy of the first minus that of the second model, with a paired bootstrap interval: images are drawn, not scores. */
export function pairedAccuracyDifference(
  labels: Numbers,
  first: Numbers,
  second: Numbers,
  options: BootstrapOptions,
): Interval {
  requireEqual(labels, first, second);
  const difference = Int8Array.from(
    { length: labels.length },
    (_, i) => Number(first[i] === labels[i]) - Number(second[i] === labels[i]),
  );
  return bootstrapInterval(
    labels.length,
    (positions) => {
      let sum = 0;
      for (let i = 0; i < positions.length; i += 1) sum += difference[positions[i]!]!;
      return sum / positions.length;
    },
    options,
  );
}

function requireEqual(labels: Numbers, first: Numbers, second: Numbers): void {
  if (labels.length !== first.length || labels.length !== second.length) {
    throw new RangeError('paired comparison: labels and predictions differ in length');
  }
}
