/** The one way in which cells fit models: networks in passes over their images, other families at once. */
import { LookbookError } from '../../core/errors';
import type { Candidate, NetworkCandidate } from '../../core/families/types';
import type { JobContext, Progress } from '../../core/results/types';
import type { ResultOf, TaskMap } from '../../../workers/tasks/registry';
import type { TrainDetail, TrainInputs, TrainSpec } from '../../../workers/tasks/train/types';

/** How much is spent on a fit, and on which images. A family without passes takes what it has use for: images and stream. */
export type FitBudget = Omit<TrainSpec, 'model' | 'batchSize' | 'learningRate'>;

export interface Fit<C extends Candidate> {
  readonly candidate: C;
  readonly budget: FitBudget;
  /** `data`, and `features` if the candidate is fitted on a pipeline. */
  readonly inputs: TrainInputs;
  readonly seed: number;
}

/** What a fit of this candidate leaves. */
export type Fitted<C extends Candidate = Candidate> = C extends NetworkCandidate
  ? ResultOf<'train'>
  : ResultOf<'fit-classic'>;

type Tell = (progress: Progress<TrainDetail | undefined>) => void;

/**
 * Fits a candidate, or returns its stored result.
 * @throws LookbookError as the tasks `train` and `fit-classic` do; `params/invalid` for a family without passes that should hold
 *   images out
 */
export async function fitCandidate<C extends Candidate>(
  context: Pick<JobContext<TaskMap>, 'task'>,
  { candidate, budget, inputs, seed }: Fit<C>,
  onProgress?: Tell,
): Promise<Fitted<C>> {
  const fitted =
    candidate.type === 'network' ? network(context, candidate, budget, inputs, seed, onProgress) : atOnce();
  return (await fitted) as Fitted<C>;

  function atOnce(): Promise<ResultOf<'fit-classic'>> {
    const { model } = candidate as Exclude<Candidate, NetworkCandidate>;
    const { trainImages, stream, selection } = budget;
    if (selection) {
      throw new LookbookError(
        'params/invalid',
        `A ${model.family} model is fitted on all its images and holds none out: choose a network here.`,
      );
    }
    // Without a seed: nothing in these fits is drawn.
    const params = { model, trainImages, ...(stream ? { stream } : {}) };
    return context.task('fit-classic', { params, inputs }, onProgress);
  }
}

function network(
  context: Pick<JobContext<TaskMap>, 'task'>,
  { model, learningRate, batchSize }: NetworkCandidate,
  budget: FitBudget,
  inputs: TrainInputs,
  seed: number,
  onProgress: Tell | undefined,
): Promise<ResultOf<'train'>> {
  return context.task('train', { params: { model, learningRate, batchSize, ...budget }, inputs, seed }, onProgress);
}

/** What a fit was asked for, for the ledger's record of it: the settings of its family. */
export function settingsOf(candidate: Candidate): Readonly<Record<string, number | string>> {
  if (candidate.type === 'network') {
    return { learningRate: candidate.learningRate, batchSize: candidate.batchSize };
  }
  return candidate.model as Readonly<Record<string, number | string>>;
}
