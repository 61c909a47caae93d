/** What the parts of the job share. */
import type { JobContext } from '../../../core/results/types';
import type { ResultOf, TaskMap } from '../../../../workers/tasks/registry';
import type { ExplainLive, ExplainInputs, ExplainParams } from '../types';

export type ExplainContext = JobContext<TaskMap, ExplainParams, ExplainLive, ExplainInputs>;
export type Features = { readonly features?: ResultOf<'fit-features'> };

/** A trained network and the pipeline that it was trained on, as inputs of a task. */
export interface Trained {
  readonly model: ResultOf<'train'>;
  readonly features: Features;
}
