/** The study: generations of trials, asked for at once, run side by side, told in trial order. */
import type { DatasetSummary } from '../../../core/dataset/types';
import { LookbookError, asLookbookError } from '../../../core/errors';
import type { PipelineRecipe } from '../../../core/features/fitted';
import type { JobContext, StoredResult } from '../../../core/results/types';
import { prunerConfig, pruningRule } from '../../../core/search/pruners';
import { samplerConfig } from '../../../core/search/samplers';
import { ask, createStudy, tell } from '../../../core/search/study';
import type { PruningRule, Study, StudyConfig, StudyPlan, Trial, TrialResult } from '../../../core/search/types';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { fitCandidate, type Fitted } from '../../common/fit';
import { inOrder } from '../../common/in-order';
import { groupId, runEvent } from '../../common/run';
import { facts, type TuneLive, type TuneInputs, type TuneParams } from '../types';
import type { Tunable } from './choice';
import type { LiveStudy } from './live';

export type TuneContext = JobContext<TaskMap, TuneParams, TuneLive, TuneInputs>;
export type Data = StoredResult<DatasetSummary>;
export type Trained = Fitted;

export interface StudyRun {
  readonly study: Study;
  /** By trial number; undefined for those that failed. */
  readonly results: readonly (Trained | undefined)[];
}

async function configOf(
  { trials, width, sampler, pruner, trialImages, trialEpochs }: TuneParams,
  { space }: Tunable,
  seed: number,
): Promise<StudyConfig> {
  // Steps are images trained, and a trial reports after each epoch.
  const plan: StudyPlan = { trials, reports: trialEpochs, interval: trialImages };
  return {
    space,
    direction: 'maximize',
    width,
    seed,
    sampler: await samplerConfig(sampler, plan),
    pruner: await prunerConfig(pruner, plan),
  };
}

/** The features of a recipe as a task's input; none for pixels divided by 255. */
export async function featuresInput(
  context: TuneContext,
  data: Data,
  recipe: PipelineRecipe | undefined,
): Promise<Readonly<Record<string, StoredResult>>> {
  return recipe ? { features: await context.task('fit-features', { params: recipe, inputs: { data } }) } : {};
}

/** A training that diverged says something of its settings; anything else ends the study. */
const diverged = (thrown: unknown): string | undefined => {
  const { code, message } = asLookbookError(thrown);
  return code === 'train/diverged' ? message : undefined;
};

function resultOf(trial: Trial, { summary }: Trained): TrialResult {
  const { validation, card } = summary;
  // A family without passes reports nothing on the way, and is never pruned.
  const { x, y } = 'curves' in summary ? summary.curves.validationAccuracy : { x: [], y: [] };
  const pruned = 'pruned' in summary ? summary.pruned : undefined;
  const reports = x.map((step, index) => ({ step, value: y[index]! }));
  const metrics = { logLoss: validation.logLoss, parameters: card.parameters };
  return pruned === undefined
    ? { number: trial.number, state: 'complete', value: validation.accuracy, reports, metrics }
    : { number: trial.number, state: 'pruned', reports, metrics, reason: pruned };
}

interface Ended {
  readonly trial: Trial;
  readonly result: TrialResult;
  readonly trained?: Trained;
}

async function runTrial(
  context: TuneContext,
  data: Data,
  tunable: Tunable,
  trial: Trial,
  pruning: PruningRule | undefined,
  live: LiveStudy,
): Promise<Ended> {
  const { trialImages, trialEpochs } = context.params;
  live.started(trial, trial.params);
  try {
    const trained = await fitCandidate(
      context,
      {
        candidate: tunable.candidate(trial.params),
        budget: { trainImages: trialImages, epochs: trialEpochs, ...(pruning ? { pruning } : {}) },
        inputs: { data, ...(await featuresInput(context, data, tunable.recipe(trial.params))) },
        seed: context.seed('trial', trial.number),
      },
      (progress) => live.training(trial.number, progress),
    );
    const result = resultOf(trial, trained);
    live.ended(result);
    return { trial, result, trained };
  } catch (thrown) {
    const reason = diverged(thrown);
    if (reason === undefined) throw thrown;
    const result: TrialResult = { number: trial.number, state: 'failed', reason };
    live.ended(result);
    return { trial, result };
  }
}

/**
 * Runs the whole study. Each trial is a run in the ledger, in trial order.
 * @throws LookbookError `train/diverged` if every trial failed
 */
export async function runStudy(
  context: TuneContext,
  data: Data,
  family: string,
  tunable: Tunable,
  live: LiveStudy,
): Promise<StudyRun> {
  const { trials: planned } = context.params;
  let study = createStudy(await configOf(context.params, tunable, context.seed('study')));
  const results: (Trained | undefined)[] = [];
  while (study.trials.length < planned) {
    // Fixed before the generation runs, so that its trials cannot see each other.
    const rule = await pruningRule(study);
    // The untuned settings come first: what tuning gained is read against them.
    const asked = await ask(study, planned - study.trials.length, study.trials.length === 0 ? [tunable.defaults] : []);
    if (asked.trials.length === 0) break;
    const running = asked.trials.map((trial) => runTrial(context, data, tunable, trial, rule, live));
    const ended = await inOrder(running, async ({ trial, trained }) => {
      results[trial.number] = trained;
      if (trained) await context.append(eventOf(context, data, family, trial, trained));
    });
    study = tell(
      asked.study,
      ended.map(({ result }) => result),
    );
  }
  if (study.trials.every(({ state }) => state === 'failed')) {
    throw new LookbookError(
      'train/diverged',
      `All ${study.trials.length} trials failed: ${study.trials[0]?.reason ?? ''} Check the features, or choose another family.`,
    );
  }
  return { study, results };
}

function eventOf(context: TuneContext, data: Data, family: string, { number, params }: Trial, trained: Trained) {
  const { trainImages } = trained.summary;
  const pruned = 'pruned' in trained.summary ? trained.summary.pruned : undefined;
  return runEvent(context, trained, data, {
    cellKind: facts.kind,
    name: `trial ${number + 1}${pruned === undefined ? '' : ', pruned'}`,
    family,
    params: { ...params, trainImages, epochs: context.params.trialEpochs, trial: number + 1 },
    seed: context.seed('trial', number),
    role: 'trial',
    parent: groupId(context, 'study'),
  });
}
