/**
 * Attributions of a trained network's decisions to raw pixels, by one method.
 * Inputs: `data`, `model` (any result that holds a network), and `features` if it was trained on a pipeline.
 * Seed: of noise, draws, masks and random orders.
 */
import type { Method } from '../../../src/core/explain/methods';

export interface AttributeSpec {
  /** `random`: no attributions, only the deletion curves of random orders, which a method's order has to beat. */
  readonly method: Method | 'random';
  /** Images of each class that are explained and checked: the first of the validation split's seeded order. At least 1. */
  readonly perClass: number;
  /** Images of each class over which attributions are averaged; 0 for no averages. */
  readonly averagedPerClass: number;
  /** For each image: points of a path, draws, noisy or masked copies, or random orders. */
  readonly samples: number;
  /** The first so many images of the training split, for the mean image and as the background of expected gradients. */
  readonly background: number;
  /** Points of a deletion curve after the first. */
  readonly deletionSteps: number;
}

/** An image of the validation split, and what the network says of it; the logit of the class it names is explained. */
export interface ExplainedImage {
  /** Index within the official training file. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** Probability of the predicted class. */
  readonly probability: number;
}

/** Whether attributions add up: the sum, what it should be, and the gap relative to that; null where that is 0. */
export interface CompletenessCheck {
  readonly sum: number;
  readonly difference: number;
  readonly residual: number | null;
}

export interface ClassPattern {
  /** Images of the class that the average is over, and how many were looked at: those named rightly count. */
  readonly averaged: number;
  readonly looked: number;
  /** Shares of the absolute mean attribution in the top, middle and bottom third of the image; they sum to 1. */
  readonly thirds: readonly number[];
}

/** How well LIME's linear model fits, for the predicted class of an image. */
export interface LimeCheck {
  /** Weighted R2 on the masked copies. */
  readonly r2: number;
  /** Correlation of the weights from the two halves of the copies; null where a half's weights are all equal. */
  readonly stability: number | null;
}

export interface AttributeSummary {
  readonly spec: AttributeSpec;
  readonly images: readonly ExplainedImage[];
  /** One an image, for methods whose attributions should add up. */
  readonly completeness?: readonly CompletenessCheck[];
  readonly lime?: readonly LimeCheck[];
  /** Mean share of the absolute attribution that the strongest tenth of the pixels carries. */
  readonly topTenthShare: number;
  /** Probability of the predicted class while pixels are blacked out, the strongest first. */
  readonly deletion: {
    /** Shares of the pixels: 0 to 1. */
    readonly deleted: readonly number[];
    /** Mean probability over the images at each share. */
    readonly mean: readonly number[];
    /** Area under each image's curve, 0 to 1. */
    readonly areas: readonly number[];
  };
  /** By class; empty without averages. */
  readonly classes: readonly ClassPattern[];
}
