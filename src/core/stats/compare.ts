/** One comparison of two classifiers on the same images, as every cell that compares models states it. */
import type { BootstrapOptions } from './bootstrap';
import { accuracy } from './classification';
import { discordantPairs, mcNemar, pairedAccuracyDifference, type McNemarResult } from './paired';
import type { Numbers } from './quantile';

export interface ModelComparison {
  readonly images: number;
  readonly accuracyA: number;
  readonly accuracyB: number;
  /** Accuracy of a minus that of b, as shares of 1. */
  readonly difference: number;
  /** 95 %, paired bootstrap (percentile). */
  readonly interval: readonly [number, number];
  readonly mcNemar: McNemarResult;
}

/**
 * @param labels class of each image @param a @param b the classes that the two models named
 * @throws RangeError for no images or lists of unequal length
 */
export function compareModels(labels: Numbers, a: Numbers, b: Numbers, options: BootstrapOptions): ModelComparison {
  const { onlyFirst, onlySecond } = discordantPairs(labels, a, b);
  const { estimate, low, high } = pairedAccuracyDifference(labels, a, b, options);
  return {
    images: labels.length,
    accuracyA: accuracy(labels, a),
    accuracyB: accuracy(labels, b),
    difference: estimate,
    interval: [low, high],
    mcNemar: mcNemar(onlyFirst, onlySecond),
  };
}
