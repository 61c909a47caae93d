/** The inputs that kinds of task have in common. Types only. */
import type { DatasetSummary } from '../../src/core/dataset/types';
import type { HoldsPipeline } from '../../src/core/features/fitted';
import type { HoldsModel } from '../../src/core/models/card';
import type { Arrays, StoredResult } from '../../src/core/results/types';

export type DataInput = {
  readonly data: StoredResult<DatasetSummary>;
};

export type FeaturesInput = {
  /** What the model was trained on; left out where that was plain pixels. */
  readonly features?: StoredResult<HoldsPipeline>;
};

/** Any result that holds a model: of a training, a fit, or a cell that passes one on. */
export type ModelInput = {
  readonly model: StoredResult<HoldsModel>;
};

/** What every task is given that uses a model. */
export type ModelInputs = DataInput & ModelInput & FeaturesInput;

/** Any result that holds what a model says of the validation split. */
export type Predicted = StoredResult<unknown, Arrays<'validationProbabilities'>>;

/** Principal components of images, of the task `pixel-products`. */
export type ComponentsInput = {
  readonly components: StoredResult<unknown, Arrays<never, 'mean' | 'components'>>;
};
