/** The final: the best settings trained anew with a larger budget, and compared on validation. */
import type { PipelineRecipe } from '../../../core/features/fitted';
import type { Point } from '../../../core/search/space';
import type { ModelComparison } from '../../../core/stats/compare';
import { LookbookError, asLookbookError } from '../../../core/errors';
import { compareModels } from '../../common/compare';
import { fitCandidate, type FitBudget } from '../../common/fit';
import { inOrder } from '../../common/in-order';
import { groupId, runEvent } from '../../common/run';
import type { TrainSummary } from '../../../../workers/tasks/train/types';
import { facts, type Finalist, type TuneParams } from '../types';
import type { Tunable } from './choice';
import type { LiveStudy } from './live';
import { featuresInput, type Data, type Trained, type TuneContext } from './study';
import { count } from '../../../core/words/numbers';

export interface Final {
  readonly finalist: Finalist;
  readonly trained: Trained;
  readonly recipe: PipelineRecipe | undefined;
  readonly seed: number;
}
export interface Entrant {
  readonly trial: number;
  readonly untuned: boolean;
  readonly settings: Point;
  readonly seed: number;
}

/** How the final trains, beside the settings. What is switched off is left out: the key is then that of a plain training. */
function finalBudget({ finalImages, finalEpochs, schedule, patience, shards }: TuneParams) {
  return {
    trainImages: finalImages,
    epochs: finalEpochs,
    ...(schedule === 'cosine' ? { schedule: { type: schedule } } : {}),
    ...(patience > 0 ? { earlyStopping: { metric: 'logLoss', patience } } : {}),
    ...(shards > 1 ? { shards } : {}),
  } satisfies FitBudget;
}

async function train(
  context: TuneContext,
  data: Data,
  tunable: Tunable,
  entrant: Entrant,
  live: LiveStudy,
): Promise<Final | undefined> {
  const recipe = tunable.recipe(entrant.settings);
  const { seed, ...shown } = entrant;
  const inputs = { data, ...(await featuresInput(context, data, recipe)) };
  const fit = { candidate: tunable.candidate(entrant.settings), budget: finalBudget(context.params), inputs, seed };
  try {
    const trained = await fitCandidate(context, fit, (progress) => live.final(entrant.trial, progress));
    const { trainImages, imagesTrained, card, validation } = trained.summary;
    const { curves, earlyStopped }: Partial<TrainSummary> = 'curves' in trained.summary ? trained.summary : {};
    const finalist: Finalist = {
      ...shown,
      trainImages,
      imagesTrained,
      parameters: card.parameters,
      validation,
      ...(curves ? { curves } : {}),
      ...(earlyStopped ? { earlyStopped } : {}),
      runId: `run:${trained.key}`,
    };
    return { finalist, trained, recipe, seed };
  } catch (thrown) {
    // Settings that held for a trial may diverge on more images; the other finalist then stands.
    if (asLookbookError(thrown).code !== 'train/diverged') throw thrown;
    return undefined;
  }
}

/** The more accurate on validation first; of equals the one of lower log-loss. */
const byMerit = ({ finalist: a }: Final, { finalist: b }: Final): number =>
  b.validation.accuracy - a.validation.accuracy || a.validation.logLoss - b.validation.logLoss;

/**
 * Trains the entrants' settings with the final budget.
 * @returns those that could be trained, the best on validation first
 * @throws LookbookError `train/diverged` if none could
 */
export async function runFinals(
  context: TuneContext,
  data: Data,
  family: string,
  tunable: Tunable,
  entrants: readonly Entrant[],
  live: LiveStudy,
): Promise<readonly Final[]> {
  const finals = await inOrder(
    entrants.map((entrant) => train(context, data, tunable, entrant, live)),
    async (final) => {
      if (final) await context.append(eventOf(context, data, family, final));
    },
  );
  const trained = finals.filter((final) => final !== undefined).sort(byMerit);
  if (trained.length === 0) {
    throw new LookbookError(
      'train/diverged',
      'The best settings of the study diverge on the images of the final. Give the trials more images, so that they show it.',
    );
  }
  return trained;
}

function eventOf(context: TuneContext, data: Data, family: string, { finalist, trained, seed }: Final) {
  const { trial, untuned, settings, trainImages } = finalist;
  return runEvent(context, trained, data, {
    cellKind: facts.kind,
    name: `${untuned ? 'untuned settings' : `final of trial ${trial + 1}`}, ${count(trainImages)} images`,
    family,
    params: { ...settings, trainImages, epochs: context.params.finalEpochs, trial: trial + 1 },
    seed,
    role: 'final',
    parent: groupId(context, 'study'),
  });
}

/** The first against the second on validation. */
export async function compare(context: TuneContext, data: Data, a: Final, b: Final): Promise<ModelComparison> {
  const seed = context.seed('compare', a.finalist.trial, b.finalist.trial);
  const { spec: _, ...comparison } = await compareModels(context, data, [a.trained, b.trained], seed);
  return comparison;
}
