/** The job's part on named features: a linear model, and what each feature adds to each class. */
import type { DatasetSummary } from '../../../core/dataset/types';
import type { ArtifactRef, StoredResult } from '../../../core/results/types';
import type { FitClassicSummary } from '../../../../workers/tasks/fit-classic/types';
import { fitCandidate } from '../../common/fit';
import type { ExplainContext } from './context';
import type { JobProgress } from '../../common/progress';
import type { NamedExplanation } from '../types';

/** L2 penalty: small enough to leave the weights of 20,000 images alone, large enough to make them unique. */
export const PENALTY = 1e-4;
/** Images of a beeswarm: 12 x 160 points are below 2,000. */
const SWARM_IMAGES = 160;

export interface Named {
  readonly named: NamedExplanation;
  readonly fitted: StoredResult<FitClassicSummary>;
  readonly refs: Readonly<Record<string, ArtifactRef>>;
}

export async function explainNamed(
  context: ExplainContext,
  data: StoredResult<DatasetSummary>,
  progress: JobProgress,
): Promise<Named> {
  const { trainImages } = context.params;
  const tell = progress.part('Linear model on named features', trainImages);
  const features = await context.task('fit-features', {
    params: { steps: [{ kind: 'named' }, { kind: 'standardise' }], trainImages },
    inputs: { data },
  });
  tell(0.3);
  const fitted = await fitCandidate(context, {
    candidate: { type: 'classic', model: { family: 'linear', penalty: PENALTY } },
    budget: { trainImages, epochs: 1 },
    inputs: { data, features },
    seed: 0,
  });
  tell(0.8);
  const explained = await context.task('explain-linear', {
    params: { background: trainImages, swarmImages: SWARM_IMAGES },
    inputs: { data, features, model: fitted },
    seed: context.seed('beeswarm'),
  });
  tell(1);
  const { features: names, images, signed, own, sentences, strongest, additivityGap } = explained.summary;
  return {
    named: {
      ...{ features: names, images, signed, own, sentences, strongest, additivityGap },
      trainImages: fitted.summary.trainImages,
      validation: fitted.summary.validation,
    },
    fitted,
    refs: explained.artifacts,
  };
}
