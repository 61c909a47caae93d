/**
 * Attributions of a trained network's decisions to raw pixels, by one method.
 * Inputs: `data`, `model` (any result that holds a network), and `features` if it was trained on a pipeline.
 * Seed: of whatever the method draws.
 */
import type { Arrays } from '../../../src/core/results/types';
import type { ModelInputs } from '../input-types';
import type { MethodId } from '../../../src/core/explain/method-names';
import type { Deletion } from '../explained';

export interface AttributeSpec {
  readonly method: MethodId;
  /** Of the method: another makes another result. */
  readonly version: number;
  /** Images of each class that are explained and checked: the first of the validation split's seeded order. At least 1. */
  readonly perClass: number;
  /** Images of each class over which attributions are averaged; 0 for no averages. */
  readonly averagedPerClass: number;
  /** Points, draws or copies of each image, as the method says. */
  readonly samples: number;
  /** The first so many images of the training split: the method's background. */
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

/** By name of the method's checks: a value an image, null where there is none. */
export type CheckValues = Readonly<Record<string, readonly (number | null)[]>>;

export interface ClassPattern {
  /** Images of the class that the average is over, and how many were looked at: those named rightly count. */
  readonly averaged: number;
  readonly looked: number;
  /** Shares of the absolute mean attribution in the top, middle and bottom third of the image; they sum to 1. */
  readonly thirds: readonly number[];
}

export interface AttributeSummary {
  readonly spec: AttributeSpec;
  readonly images: readonly ExplainedImage[];
  readonly checks: CheckValues;
  /** Mean share of the absolute attribution that the strongest tenth of the pixels carries. */
  readonly topTenthShare: number;
  /** Pixels are blacked out the strongest first. */
  readonly deletion: Deletion;
  /** By class; empty without averages. */
  readonly classes: readonly ClassPattern[];
}

export type AttributeInputs = ModelInputs;
export type AttributeArrays = Arrays<'attributions' | 'images', 'classAverages'>;
