/**
 * The Tune cell's job: a study of a family's settings on validation; the best trained anew on more images; the choice; and only
 * then the sealed test set, whose reading the ledger records.
 */
import { LookbookError } from '../../../core/errors';
import type { TunedFamily } from '../../../core/families/names';
import { modelRefs, WEIGHTS } from '../../../core/models/card';
import type { ArtifactRef, CellJob, StoredResult } from '../../../core/results/types';
import { parameterImportances } from '../../../core/search/importance';
import { ranking } from '../../../core/search/ranking';
import type { Study } from '../../../core/search/types';
import { classesOfConfusion, classScores } from '../../../core/stats/classification';
import type { TaskMap } from '../../../../workers/tasks/registry';
import { familyOf, searchedAlike, searchedRow, tunableOf } from './choice';
import { compare, runFinals, type Entrant, type Final } from './finals';
import { LiveStudy } from './live';
import { featuresInput, runStudy, type Data, type StudyRun, type TuneContext } from './study';
import { trialSeconds, TUNE_ARTIFACTS } from '../arrays';
import { facts, slots, type TuneLive, type TuneInputs, type TuneParams, type TuneSummary } from '../types';
import { fittable } from '../../common/fittable';

/** Resamples of the bootstrap that tells the optimism of choosing. */
const OPTIMISM_RESAMPLES = 1000;
/** The surest mistakes on test that are shown. */
const MISTAKES = 20;
const FINALISTS = 2;

function requireBudget({ trials, trialEpochs }: TuneParams): void {
  if (trials < 1) throw new LookbookError('params/invalid', 'A study of 0 trials tries nothing: ask for at least 1.');
  if (trialEpochs < 1)
    throw new LookbookError('params/invalid', 'Trials of 0 epochs train nothing: give each at least 1 pass.');
}

async function optimismOf(context: TuneContext, data: Data, { study, results }: StudyRun) {
  const complete = study.trials.filter(({ state }) => state === 'complete');
  if (complete.length < 2) return null;
  const models = Object.fromEntries(
    complete.map(({ number }): [string, StoredResult] => [
      `trial-${String(number).padStart(4, '0')}`,
      results[number]!,
    ]),
  );
  const { summary } = await context.task('choice-optimism', {
    params: { resamples: OPTIMISM_RESAMPLES },
    inputs: { data, ...models },
    seed: context.seed('optimism'),
  });
  return summary;
}

/** Reads the sealed test set with the chosen model and writes that down. */
async function openTest(context: TuneContext, data: Data, chosen: Final, reason: string) {
  const inputs = { data, model: chosen.trained, ...(await featuresInput(context, data, chosen.recipe)) };
  const calibration = await context.task('score', { params: { split: 'calibration' }, inputs });
  const scored = await context.task('score', { params: { split: 'test' }, inputs });
  const openingId = `test:${scored.key}`;
  await context.append({
    type: 'test-opening',
    id: openingId,
    at: scored.createdAt,
    cellId: context.cellId,
    reason,
    modelHash: chosen.trained.artifacts[WEIGHTS]?.hash ?? chosen.trained.outputHash,
    accuracy: scored.summary.score.accuracy,
  });
  const examined = await context.task('examine', {
    params: { mistakes: MISTAKES },
    inputs: { data, calibration, scored },
  });
  const { score, brier, calibrationError } = scored.summary;
  const { temperature, before, after, mistakes, wrong } = examined.summary;
  const test: TuneSummary['test'] = {
    images: score.images,
    accuracy: score.accuracy,
    ci95: score.interval,
    logLoss: score.logLoss,
    brier,
    calibrationError,
    confusion: score.confusion,
    perClass: classScores(score.confusion, classesOfConfusion(score.confusion)),
    worst: mistakes,
    wrong,
    openingId,
  };
  const refs: Record<string, ArtifactRef> = {
    [TUNE_ARTIFACTS.testProbabilities]: scored.artifacts.probabilities,
    [TUNE_ARTIFACTS.testLabels]: examined.artifacts.labels,
    [TUNE_ARTIFACTS.testIndices]: examined.artifacts.indices,
    [TUNE_ARTIFACTS.mistakeImages]: examined.artifacts.mistakeImages,
  };
  return { test, calibration: { temperature, before, after }, refs };
}

/**
 * Who is trained in the final: the best trials, and the untuned settings if they are asked for or if the search has trained
 * them with the same budget already. Those take the search's seed, so that the same training is not done twice.
 */
function entrantsOf({ params, inputs, seed }: TuneContext, study: Study, family: TunedFamily): readonly Entrant[] {
  const { search } = inputs;
  const ranked = ranking(study);
  const invited = params.defaults || searchedAlike(params, search);
  const best = ranked.slice(0, FINALISTS);
  const first = ranked.find(({ number }) => number === 0);
  const entering = invited && first && !best.includes(first) ? [...best, first] : best;
  return entering.map(({ number, params: settings }) => ({
    trial: number,
    untuned: number === 0,
    settings,
    seed: (number === 0 ? searchedRow(family, search)?.seed : undefined) ?? seed('final', number),
  }));
}

function timingOf({ results }: StudyRun): Readonly<Record<string, number>> {
  return Object.fromEntries(
    results.flatMap((trained, number) =>
      trained ? [[trialSeconds(number), trained.timing?.['fitSeconds'] ?? trained.seconds]] : [],
    ),
  );
}

export const job: CellJob<TaskMap, TuneParams, TuneSummary, TuneLive, TuneInputs> = {
  ...facts,
  inputs: slots,
  accepts: fittable,
  async run(context) {
    const { data } = context.inputs;
    const { params } = context;
    requireBudget(params);
    const family = familyOf(params.family, context.inputs.search);
    const given = context.inputs.features?.summary.recipe;
    const tunable = await tunableOf(family.id, given, params, data.summary);
    const budget = {
      trials: params.trials,
      trialImages: params.trialImages * params.trialEpochs,
      finalists: Math.min(FINALISTS, params.trials),
      finalImages: params.finalImages * params.finalEpochs,
    };
    const live = new LiveStudy(budget, (progress) => context.report(progress));
    const run = await runStudy(context, data, family.label, tunable, live);
    live.stage('Training the best settings on more images');
    const optimism = optimismOf(context, data, run);
    const entrants = entrantsOf(context, run.study, family.id);
    const finals = await runFinals(context, data, family.label, tunable, entrants, live);
    live.stage('Comparing, and opening the test set');
    const [chosen, runnerUp] = finals as [Final, ...Final[]];
    const untuned = finals.find((final) => final.finalist.untuned && final !== chosen);
    const against = (other: Final | undefined) => (other ? compare(context, data, chosen, other) : null);
    const [againstRunnerUp, againstUntuned] = await Promise.all([against(runnerUp), against(untuned)]);
    const reason = `The ${family.label} of trial ${chosen.finalist.trial + 1} was chosen on validation, of ${run.study.trials.length} trials.`;
    const opened = await openTest(context, data, chosen, reason);
    const validationProbabilities = chosen.trained.artifacts.validationProbabilities;
    return {
      summary: {
        card: chosen.trained.summary.card,
        ...(chosen.recipe ? { recipe: chosen.recipe } : {}),
        family,
        study: run.study,
        runIds: run.study.trials.map(({ number }) => (run.results[number] ? `run:${run.results[number].key}` : null)),
        importances: parameterImportances(run.study) ?? null,
        optimism: await optimism,
        finalists: finals.map(({ finalist }) => finalist),
        againstRunnerUp,
        againstUntuned,
        chosen: { runId: chosen.finalist.runId, settings: chosen.finalist.settings },
        test: opened.test,
        calibration: opened.calibration,
      },
      refs: {
        ...modelRefs(chosen.trained),
        [TUNE_ARTIFACTS.validationProbabilities]: validationProbabilities,
        ...opened.refs,
      },
      timing: timingOf(run),
    };
  },
};
