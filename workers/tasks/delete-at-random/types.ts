/**
 * Deletion curves of images whose pixels are blacked out in random orders: what the order of an attribution has to beat.
 * Inputs: `data`, `model` (any result that holds a network), and `features` if it was trained on a pipeline. Seed: of the orders.
 */
import type { Arrays } from '../../../src/core/results/types';
import type { ModelInputs } from '../input-types';
import type { Deletion } from '../explained';

export interface DeleteAtRandomSpec {
  /** Images of each class: the first of the validation split's seeded order. At least 1. */
  readonly perClass: number;
  /** Random orders of each image. */
  readonly orders: number;
  /** Points of a curve after the first. */
  readonly deletionSteps: number;
}

export interface DeleteAtRandomSummary {
  readonly spec: DeleteAtRandomSpec;
  /** Mean over the orders. */
  readonly deletion: Deletion;
}

export type DeleteAtRandomInputs = ModelInputs;
export type DeleteAtRandomArrays = Arrays<never>;
