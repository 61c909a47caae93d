/**
 * Which pixels to keep: the top share by an importance that is worked out on the training split.
 * Inputs: `data`; for `attribution` also `model` (a result that holds a network), and `features` if it was trained on a
 * pipeline. Seed: of the draws.
 */
export interface RankPixelsSpec {
  /** `variance` of the pixel; `attribution`: mean absolute expected gradients of the named class' logit. */
  readonly by: 'variance' | 'attribution';
  /** Above 0 and below 100. */
  readonly percent: number;
  /** The first so many images of the training split's seeded order. */
  readonly images: number;
  /** Draws of expected gradients for each image, and training images they are drawn from; unused for `variance`. */
  readonly samples: number;
  readonly background: number;
}

export interface RankPixelsSummary {
  readonly spec: RankPixelsSpec;
  /** Indices in reading order. */
  readonly kept: readonly number[];
  /** Share of the whole importance that the kept pixels have, 0 to 1. */
  readonly share: number;
}
