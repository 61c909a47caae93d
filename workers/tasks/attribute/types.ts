/** Attributions of a trained model's decisions to raw pixels. */
import type { Method } from '../../../src/core/explain/methods';

export interface AttributeSpec {
  readonly methods: readonly Method[];
  /** Images of each class that are shown: the first of the select split's seeded order. */
  readonly perClass: number;
  /** Images of each class over which integrated gradients are averaged; at least `perClass`. */
  readonly averagedPerClass: number;
  /** Points on the path of integrated gradients. */
  readonly steps: number;
  /** The logit that is explained: the one of the predicted class. */
  readonly target: 'predicted';
}

export interface ExplainedImage {
  /** Index within the official training file. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** Probability of the predicted class. */
  readonly probability: number;
  /** f(image) - f(black) of the predicted class' logit, the sum of its integrated gradients, and their relative gap. */
  readonly difference: number;
  readonly sum: number;
  readonly residual: number;
}

export interface ClassPattern {
  /** Images of the class that the average is over, and how many of those looked at the model named rightly. */
  readonly averaged: number;
  readonly looked: number;
  /** Shares of the absolute mean attribution in the top, middle and bottom third of the image; they sum to 1. */
  readonly thirds: readonly number[];
}

export interface AttributeSummary {
  readonly spec: AttributeSpec;
  readonly images: readonly ExplainedImage[];
  readonly residual: { readonly median: number; readonly largest: number };
  /** Mean share of the absolute integrated gradients that the strongest tenth of the pixels carries. */
  readonly topTenthShare: number;
  /**
   * Mean fall of the explained logit when a share of the ink is blacked out: in the order of the attributions, and in
   * random order.
   */
  readonly deletion: { readonly share: number; readonly attributed: number; readonly random: number };
  readonly classes: readonly ClassPattern[];
}
