/**
 * Which pixels to keep: the top share by an importance that is worked out on the training split.
 * Inputs: `data`; for `attribution` also `model` (a result that holds a network), and `features` if it was trained on a
 * pipeline. Seed: of what the method draws.
 */
import type { MethodId } from '../../../src/core/explain/method-names';
import type { Arrays } from '../../../src/core/results/types';
import type { DataInput, FeaturesInput, ModelInput } from '../input-types';

interface Ranking {
  /** Above 0 and below 100. */
  readonly percent: number;
  /** The first so many images of the training split's seeded order. */
  readonly images: number;
}

/** Variance of the pixel. */
interface VarianceSpec extends Ranking {
  readonly by: 'variance';
}

/** Mean absolute attribution of the named class. */
interface AttributionSpec extends Ranking {
  readonly by: 'attribution';
  readonly method: MethodId;
  /** Of the method: another makes another result. */
  readonly version: number;
  /** Points, draws or copies of each image, as the method says; and training images for its background. */
  readonly samples: number;
  readonly background: number;
}

export type RankPixelsSpec = VarianceSpec | AttributionSpec;

export interface RankPixelsSummary {
  readonly spec: RankPixelsSpec;
  /** Indices in reading order. */
  readonly kept: readonly number[];
  /** Share of the whole importance that the kept pixels have, 0 to 1. */
  readonly share: number;
}

export type RankPixelsInputs = DataInput & Partial<ModelInput> & FeaturesInput;
export type RankPixelsArrays = Arrays<'importance'>;
