/** What the parts of the job share. */
import type { JobContext, StoredResult } from '../../../core/results/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import type { ExplainLive, ExplainParams } from '../types';

export type ExplainContext = JobContext<TaskMap, ExplainParams, ExplainLive>;
export type Features = { readonly features?: StoredResult<TaskMap['fit-features']['summary']> };

/** A trained network and the pipeline that it was trained on, as inputs of a task. */
export interface Trained {
  readonly model: StoredResult<TaskMap['train']['summary']>;
  readonly features: Features;
}
